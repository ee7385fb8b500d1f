"""Recurrent nets that attend to their past states, as PyTorch and JAX write them: peers of the rows `rnn-attention-N` (all
past states) and `rnn-screened-N` (RECENT last ones and RELEVANT older ones; arXiv:2006.09471).

Both make the key of a state once, when it comes about, which the authors' code does at every step. (JAX with all steps
written out, so that a step's memory is as large as it need be, does not compile in six minutes.)
"""

RECENT, RELEVANT = 10, 10


def pytorch_loss(torch, n, sizes, screened):
    T, B, I, O = sizes
    P = torch.nn.Parameter
    p = [P(torch.randn(*shape) / shape[0] ** 0.5) for shape in ((I, n), (n, n), (n, n), (n, n), (n, 1))]
    wx, wh, query, key, score = p
    b, readout = P(torch.zeros(n)), torch.nn.Linear(n, O)
    x, y = torch.randn(T, B, I), torch.randint(0, O, (B,))

    def step(drive, s, h, states, keys, mask=None):
        e = (torch.tanh(s @ query + keys) @ score)[..., 0]
        if mask is not None:
            e = e.masked_fill(mask, float("-inf"))
        weights = torch.softmax(e, 0)
        s = 0.5 * (h + (weights[..., None] * states).sum(0))
        return torch.tanh(drive + s @ wh), s, weights

    def full():
        drive = x @ wx + b
        s, h = torch.zeros(B, n), torch.tanh(drive[0])
        states, keys = [h], [h @ key]
        for t in range(1, T):
            h, s, _ = step(drive[t], s, h, torch.stack(states), torch.stack(keys))
            states.append(h)
            keys.append(h @ key)
        return h

    def few():
        drive = x @ wx + b
        s, h = torch.zeros(B, n), torch.tanh(drive[0])
        states, keys, received = [h], [h @ key], [torch.zeros(B)]
        kept, kept_keys = torch.zeros(RELEVANT, B, n), torch.zeros(RELEVANT, B, n)
        relevance = torch.full((RELEVANT, B), -1.0)
        places = torch.arange(RELEVANT)[:, None]
        for t in range(1, T):
            recent = len(states)
            mask = torch.cat([torch.zeros(recent, B, dtype=torch.bool), relevance < 0])
            h_next, s, weights = step(
                drive[t], s, h, torch.cat([torch.stack(states), kept]),
                torch.cat([torch.stack(keys), kept_keys]), mask)
            with torch.no_grad():
                received = [r + w for r, w in zip(received, weights.detach())]
            if recent == RECENT:
                # An empty place, of relevance −1, is the least of all.
                place = relevance.argmin(0)
                enters = received[0] > relevance.gather(0, place[None])[0]
                chosen = (places == place) & enters
                relevance = torch.where(chosen, received[0], relevance)
                kept = torch.where(chosen[..., None], states[0], kept)
                kept_keys = torch.where(chosen[..., None], keys[0], kept_keys)
                states, keys, received = states[1:], keys[1:], received[1:]
            h = h_next
            states.append(h)
            keys.append(h @ key)
            received.append(torch.zeros(B))
        return h

    run = few if screened else full
    entropy = torch.nn.functional.cross_entropy
    return [*p, b, *readout.parameters()], lambda: entropy(readout(run()), y)


def jax_loss(jax, n, sizes, screened):
    jnp = jax.numpy
    T, B, I, O = sizes
    keys = jax.random.split(jax.random.PRNGKey(0), 8)
    x = jax.random.normal(keys[0], (T, B, I))
    y = jax.random.randint(keys[1], (B,), 0, O)
    shapes = {"wx": (I, n), "wh": (n, n), "query": (n, n), "key": (n, n), "score": (n,), "wo": (n, O)}
    p = {
        name: jax.random.normal(k, shape) / shape[0] ** 0.5
        for (name, shape), k in zip(shapes.items(), keys[2:])}
    p |= {"b": jnp.zeros(n), "bo": jnp.zeros(O)}

    # What a step stores for its derivative would else be as large as the memory: it is computed again.
    @jax.checkpoint
    def attend(query, score, s, states, keys, mask):
        e = jnp.tanh(s @ query + keys) @ score
        weights = jax.nn.softmax(jnp.where(mask, e, -1e30), axis=0)
        return jnp.einsum("sb,sbn->bn", weights, states), weights

    def full(p, drive):
        def step(carry, inputs):
            t, drive = inputs
            s, h, states, keys = carry
            mask = (jnp.arange(T) < t)[:, None]
            c, _ = attend(p["query"], p["score"], s, states, keys, mask)
            s = 0.5 * (h + jnp.where(t > 0, c, 0))
            h = jnp.tanh(drive + s @ p["wh"])
            return (s, h, states.at[t].set(h), keys.at[t].set(h @ p["key"])), None

        zero, empty = jnp.zeros((B, n)), jnp.zeros((T, B, n))
        return jax.lax.scan(step, (zero, zero, empty, empty), (jnp.arange(T), drive))[0][1]

    def few(p, drive):
        places = jnp.arange(RELEVANT)[:, None]

        def step(carry, inputs):
            t, drive = inputs
            s, h, states, keys, received, relevance = carry
            age = jnp.arange(RECENT, 0, -1)[:, None]
            mask = jnp.concatenate([jnp.broadcast_to(age <= t, (RECENT, B)), relevance >= 0])
            c, weights = attend(p["query"], p["score"], s, states, keys, mask)
            s = 0.5 * (h + jnp.where(t > 0, c, 0))
            h = jnp.tanh(drive + s @ p["wh"])
            received = received + jax.lax.stop_gradient(jnp.where(mask, weights, 0)[:RECENT])
            place = jnp.argmin(relevance, axis=0)
            enters = (received[0] > relevance.min(0)) & (t >= RECENT)
            chosen = (places == place) & enters
            relevance = jnp.where(chosen, received[0], relevance)

            def moved(all, new):
                kept = jnp.where(chosen[..., None], all[0], all[RECENT:])
                return jnp.concatenate([all[1:RECENT], new[None], kept])

            received = jnp.concatenate([received[1:], jnp.zeros((1, B))])
            return (s, h, moved(states, h), moved(keys, h @ p["key"]), received, relevance), None

        zero, empty = jnp.zeros((B, n)), jnp.zeros((RECENT + RELEVANT, B, n))
        start = (zero, zero, empty, empty, jnp.zeros((RECENT, B)), jnp.full((RELEVANT, B), -1.0))
        return jax.lax.scan(step, start, (jnp.arange(T), drive))[0][1]

    run = few if screened else full

    def loss(p):
        logits = run(p, x @ p["wx"] + p["b"]) @ p["wo"] + p["bo"]
        return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(B), y])

    return loss, p
