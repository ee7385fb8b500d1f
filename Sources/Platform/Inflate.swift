import CZlib

/// What DEFLATE (RFC 1951) has packed, as in a zip file: no header and no checksum.
///
/// - Parameter count: Bytes that it is.
/// - Returns: Nil where it is anything else. Nothing is allocated for more than `packed` could hold.
package func inflated(_ packed: Span<UInt8>, count: Int) -> [UInt8]? {
  // DEFLATE makes nothing smaller than a 1032nd.
  guard packed.count < 1 << 32, count < 1 << 32, count / 1032 <= packed.count else { return nil }
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else { return nil }
  defer { inflateEnd(&stream) }
  // A byte more, so that there is something to point to.
  var bytes = [UInt8](repeating: 0, count: count + 1)
  let status = packed.withUnsafeBufferPointer { source in
    bytes.withUnsafeMutableBufferPointer { target in
      stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      return inflate(&stream, Z_FINISH)
    }
  }
  guard status == Z_STREAM_END, Int(stream.total_out) == count else { return nil }
  bytes.removeLast()
  return bytes
}
