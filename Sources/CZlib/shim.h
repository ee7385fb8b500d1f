// zlib for Swift: gzip-compressed data sets.
#pragma once
#include <zlib.h>
