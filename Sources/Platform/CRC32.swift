import CZlib

/// The cyclic redundancy check CRC-32 (ISO 3309, as in gzip) of `bytes`.
package func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  bytes.withUnsafeBufferPointer { UInt32(CZlib.crc32_z(0, $0.baseAddress, $0.count)) }
}
