import TestSupport
import Testing

@Suite struct `Shared data` {
  @Test(.enabled(if: SharedData.available, "needs ../shared")) func `gzip and zstd files open as their plain bytes`() throws {
    #expect(try SharedData.lines("data/lucene/stems.tsv.gz").count == 62_669)
    #expect(try SharedData.lines("data/msmarco-dl/passages.jsonl.zst").count == 44_747)
    #expect(try SharedData.bytes("data/README.md").starts(with: Array("#".utf8)))
  }
}
