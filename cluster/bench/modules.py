"""Recurrent nets of attentive modules as PyTorch writes them, all modules of a layer in one batched product: peers of the rows
`modular-N` (one layer) and `modular-stack-N` (two, of which the lower one sees the upper one; arXiv:2006.16981).

Keys and values of the net's input are made for all steps at once, which the authors' code does step by step; it also
multiplies by matrices whose blocks off the diagonal it sets to zero each time.
"""

# Of each layer: how many modules there are, and how many act.
LAYERS = ((6, 4), (3, 2))
# Columns of a key and of a value, and heads: of attention to layers, and to other modules.
KEY, VALUE = 16, 32
HEADS, COMMUNICATION = 2, 16


def pytorch_loss(torch, n, sizes, layers):
    T, B, I, O = sizes
    parameters = []

    def normal(*shape):
        parameters.append(torch.nn.Parameter(torch.randn(*shape) / shape[-2] ** 0.5))
        return parameters[-1]

    def layer(below, modules, above):
        d, talk = n // modules, HEADS * COMMUNICATION
        p = {
            "query": normal(modules, d, KEY), "below": normal(below, KEY + VALUE),
            "input": normal(modules, VALUE, 4 * d), "recurrent": normal(modules, d, 4 * d),
            "talk": normal(modules, d, 3 * talk), "output": normal(talk, d), "gate": normal(talk, d)}
        p["bias"] = torch.nn.Parameter(torch.zeros(modules, 1, 4 * d))
        parameters.append(p["bias"])
        if above:
            p["above"] = normal(n, KEY + VALUE)
        return p

    nets = [
        layer(I if index == 0 else n, modules, index + 1 < len(layers))
        for index, (modules, _) in enumerate(layers)]
    readout = torch.nn.Linear(n, O)
    x, y = torch.randn(T, B, I), torch.randint(0, O, (B,))

    def joined(h):
        return h.transpose(0, 1).reshape(B, n)

    def step(p, modules, active, h, c, slots):
        """States and memories, modules × B × units of a module; slots of keys and values, B × columns each."""
        query = torch.bmm(h, p["query"])
        scores = [torch.zeros(modules, B)]
        scores += [(query * slot[:, :KEY]).sum(-1) / KEY**0.5 for slot in slots]
        weights = torch.softmax(torch.stack(scores), 0)
        places = weights[0].argsort(dim=0, stable=True)[:active]
        acts = torch.zeros(modules, B).scatter_(0, places, 1.0)[..., None]
        found = sum(w[..., None] * slot[:, KEY:] for w, slot in zip(weights[1:], slots))
        gates = torch.bmm(found, p["input"]) + torch.bmm(h, p["recurrent"]) + p["bias"]
        i, f, g, o = gates.chunk(4, -1)
        memory = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        own = torch.sigmoid(o) * torch.tanh(memory)
        heard = acts * own + (1 - acts) * own.detach()
        q, k, v = (
            torch.bmm(heard, p["talk"]).view(modules, B, 3, HEADS, COMMUNICATION)
            .permute(2, 1, 3, 0, 4).unbind(0))
        among = torch.softmax(q @ k.transpose(-1, -2) / COMMUNICATION**0.5, -1) @ v
        among = among.permute(2, 0, 1, 3).reshape(modules, B, HEADS * COMMUNICATION)
        state = own + torch.sigmoid(among @ p["gate"]) * torch.tanh(among @ p["output"])
        return acts * state + (1 - acts) * h, acts * memory + (1 - acts) * c

    def loss():
        drive = x @ nets[0]["below"]
        states = [[torch.zeros(modules, B, n // modules)] * 2 for modules, _ in layers]
        for t in range(T):
            seen, above = drive[t], [joined(h) for h, _ in states[1:]]
            for index, ((modules, active), p) in enumerate(zip(layers, nets)):
                slots = [seen] + ([above[index] @ p["above"]] if index < len(above) else [])
                states[index] = step(p, modules, active, *states[index], slots)
                if index + 1 < len(layers):
                    seen = joined(states[index][0]) @ nets[index + 1]["below"]
        return torch.nn.functional.cross_entropy(readout(joined(states[-1][0])), y)

    return [*parameters, *readout.parameters()], loss
