import Platform
import Results
import TestSupport
import Testing

@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
])
func `the hash is that of the standard's examples`(_ text: String, _ digest: String) {
  #expect(sha256(text) == digest)
}

@Test func `the hash is Python's around every boundary of a block`() throws {
  let outcome = try python(
    "import hashlib\nfor n in range(150): print(hashlib.sha256(b'x' * n).hexdigest())")
  let expected = outcome.output.split(separator: "\n").map(String.init)
  #expect((0..<150).map { sha256(String(repeating: "x", count: $0)) } == expected)
}
