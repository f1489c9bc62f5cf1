// Sums of gaps, sixteen at a time: the sum over lanes in four steps, and the sum so far carried from vector to vector.
typedef uint32_t lanes16 __attribute__((vector_size(64)));

static void sum_gaps(uint32_t base, uint32_t *documents) {
  const lanes16 zero = {0};
  lanes16 before = zero + (base - 1);
  for (size_t i = 0; i < 128; i += 16) {
    lanes16 x;
    memcpy(&x, documents + i, sizeof x);
    x += 1;
    x += SHUFFLE(zero, x, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    x += SHUFFLE(zero, x, 0, 1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    x += SHUFFLE(zero, x, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
    x += SHUFFLE(zero, x, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    x += before;
    memcpy(documents + i, &x, sizeof x);
    before = SHUFFLE(x, x, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
  }
}

// Slots are sorted by a bit set, and another of its words that have bits. Of most words no more than four are set: so many are read without
// asking how many there are (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019). The top bit keeps the count of zeros defined.
static INLINE uint16_t first_slot(uint64_t word, uint64_t bits) {
  return (uint16_t)(64 * word + (uint64_t)__builtin_ctzll(bits | 1ull << 63));
}
static void sort_slots(size_t count, uint16_t *slots, uint64_t *words) {
  uint64_t filled = 0;
  for (size_t i = 0; i < count; i++) {
    words[slots[i] / 64] |= 1ull << slots[i] % 64;
    filled |= 1ull << slots[i] / 64;
  }
  for (; filled; filled &= filled - 1) {
    const uint64_t word = (uint64_t)__builtin_ctzll(filled);
    uint64_t bits = words[word];
    uint16_t *next = slots + __builtin_popcountll(bits);
    words[word] = 0;
    for (size_t i = 0; i < 4; i++, bits &= bits - 1) slots[i] = first_slot(word, bits);
    for (slots += 4; bits; bits &= bits - 1) *slots++ = first_slot(word, bits);
    slots = next;
  }
}
