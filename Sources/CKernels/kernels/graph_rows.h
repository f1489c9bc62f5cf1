// How scattered rows are asked for before they are read.
#pragma once
static inline __attribute__((always_inline)) void fetch_row(const void *row, size_t bytes) {
  for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch((const char *)row + at, 0, 3);
}
// Rows to ask for in advance: about 3 KiB.
static inline __attribute__((always_inline)) size_t rows_ahead(size_t bytes) { return bytes >= 3072 ? 1 : 3072 / (bytes + 1) + 1; }

// Products of codes by the path's code_product.
#define GATHER_CODES(NAME)                                                                    \
  static void NAME(const ck_scattered_rows *all, const int8_t *query, int32_t *out) {         \
    const size_t width = all->width, ahead = rows_ahead(width);                               \
    for (size_t i = 0; i < all->count && i < ahead; i++) fetch_row(all->rows[i], width);      \
    for (size_t i = 0; i < all->count; i++) {                                                 \
      if (i + ahead < all->count) fetch_row(all->rows[i + ahead], width);                     \
      out[i] = code_product((const int8_t *)all->rows[i], width, query);                      \
    }                                                                                         \
  }
