import Evaluation
import Testing

@Suite struct MeasureNameTests {
  @Test func `every name printed in either scheme parses back to the same measure`() throws {
    let asked = [
      "all_trec", "set", "official", "nDCG@10", "AP", "AP@100", "AP(rel=2)", "AP(rel=2)@100", "R(rel=2)@1000", "RR", "RR@10",
      "RR(rel=2)@10", "P@5", "Rprec", "Rprec(rel=2)", "Bpref", "Success@5", "Judged@10", "Judged", "IPrec@0.1", "SetP", "SetF",
      "NumQ", "NumRet", "ndcg.1=3,2=9,4=4.5", "rbp.p=0.8", "utility.2,-1,0,0", "11pt_avg..25,.5,.75", "set_F.0.5", "yaap", "dcg",
      "gm_map(rel=2)", "unj_5", "relative_P_7", "relstring.20", "infAP", "Rprec_mult.0.35",
    ]
    for measure in try Measure.list(asked) {
      #expect(try Measure(parsing: measure.name) == measure, "\(measure.name)")
      #expect(try Measure(parsing: measure.trecName) == measure, "\(measure.trecName)")
    }
  }

  @Test(arguments: [
    ("ndcg_cut_10", "nDCG@10"), ("ndcg_cut.10", "nDCG@10"), ("ndcg@10", "nDCG@10"), ("NDCG@10", "nDCG@10"), ("ndcg", "nDCG"),
    ("map", "AP"), ("MAP", "AP"), ("map_cut_100", "AP@100"), ("map@100", "AP@100"), ("recip_rank", "RR"), ("mrr@10", "RR@10"),
    ("recall_1000", "R@1000"), ("Recall@100", "R@100"), ("P_10", "P@10"), ("success_5", "Success@5"), ("bpref", "Bpref"),
    ("Rprec", "Rprec"), ("set_P", "SetP"), ("iprec_at_recall_0.10", "IPrec@0.1"), ("AP( rel = 2 )", "AP(rel=2)"),
  ]) func `names of both schemes mean one measure`(_ given: String, _ name: String) throws {
    #expect(try Measure(parsing: given).name == name)
  }

  @Test(arguments: [
    ("nDCG@10", "ndcg_cut_10"), ("AP", "map"), ("R@5", "recall_5"), ("RR@10", "RR@10"), ("AP(rel=2)", "AP(rel=2)"),
  ])
  func `trec_eval's names are printed where it has them`(_ given: String, _ name: String) throws {
    #expect(try Measure(parsing: given).trecName == name)
  }

  @Test(arguments: [
    ("nDGC@10", "did you mean 'nDCG@k'"), ("recal_5", "did you mean 'recall'"), ("", "unknown measure"), ("R", "needs a cut-off"),
    ("nDCG@0", "expected a rank"), ("nDCG@x", "expected a rank"), ("nDCG@99999999999999999999", "expected a rank"),
    ("AP(rel=x)", "expected a grade"), ("AP(foo=1)", "not known"), ("Rprec@5", "takes no cut-off"), ("P", "stands for 9"),
    ("map.5", "takes no parameters"), ("P.5,5", "twice"), ("P.0", "from 1 upward"), ("P.a", "not a number"),
    ("ndcg.1", "grade=gain"),
    ("utility.1", "four"), ("IPrec@x", "fraction"), ("P_", "expected parameters"), ("ndcg.p=1", "not a grade"), ("P@-1", "rank"),
    ("nDCG(rel=2)@10", "leave out rel"), ("NumRet(rel=1)", "leave out rel"), ("Judged(rel=2)@10", "leave out rel"),
  ]) func `a wrong name says what is wrong and what is near`(_ given: String, _ part: String) {
    #expect(performing: { try Measure(parsing: given) }, throws: { "\($0)".contains(part) })
  }

  @Test func `every family explains itself`() {
    for family in MeasureRegistry.families { #expect(family.explanation.count > 10 && !family.title.isEmpty) }
  }
}
