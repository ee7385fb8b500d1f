import COpenBLAS

/// Keeps BLAS to one thread in this process: parallelism is by rank.
public func useOneThread() { openblas_set_num_threads(1) }
