import COpenBLAS
import Glibc

/// The widest vectors of this CPU.
func widestVectors() -> BLASKernel.VectorWidth {
  switch openblas_shim_vector_width() {
  case 512: .avx512
  case 256: .avx2
  default: .baseline
  }
}

func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
