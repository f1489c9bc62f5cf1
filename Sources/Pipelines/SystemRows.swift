internal import Ranking

/// A set of queries with the session that runs systems over it.
struct JudgedSession {
  let session: Session
  let inputs: PipelineInputs

  var name: String { inputs.set.name }
}

/// One system run over every set: its row in the table of each. A system whose weights are tuned on a set has its sources' runs over that
/// set by now, as every system goes over all sets before the next one begins.
struct SystemRows {
  /// In the order of the sets.
  private(set) var rows: [ResultTable.Row] = []

  init(_ system: PipelineConfiguration.System, over sets: [JudgedSession], _ work: WorkSettings) throws {
    var (system, weights) = (system, RowWeights?.none)
    do { weights = try system.tune(over: sets) } catch let missing as SkippedSystem {
      rows = try sets.map { try $0.skip(system, missing) }
      return
    }
    if let weights { work.note("\(system.name): \(weights.text)") }
    for set in sets {
      work.note("running \(system.name)\(set.name.isEmpty ? "" : " over \(set.name)")")
      var row = try set.row(of: system, threads: work.threads)
      row.weights = row.skipped == nil ? weights : nil
      rows.append(row)
    }
  }
}

extension JudgedSession {
  fileprivate func row(of system: PipelineConfiguration.System, threads: Int) throws -> ResultTable.Row {
    do {
      let run = try session.execute(system)
      let values = try inputs.scores(of: run, threads: threads)
      return ResultTable.Row(system: system.name, values: values, milliseconds: session.milliseconds[system.name], skipped: nil)
    } catch let missing as SkippedSystem {
      return try skip(system, missing)
    }
  }

  fileprivate func skip(_ system: PipelineConfiguration.System, _ missing: SkippedSystem) throws -> ResultTable.Row {
    guard system.optional else { throw PipelinesError.input(reason: "system '\(system.name)': \(missing.reason)") }
    session.skipped[system.name] = missing.reason
    return ResultTable.Row(system: system.name, values: [], milliseconds: nil, skipped: missing.reason)
  }
}

extension PipelineConfiguration.System {
  /// Puts tuned weights into the stage that asks for them; nil where none does.
  fileprivate mutating func tune(over sets: [JudgedSession]) throws -> RowWeights? {
    guard let stage = stages.first as? FuseStage, let name = stage.tuning?.set,
      let set = sets.first(where: { $0.name == name }),
      let tuned = try stage.tuned(in: set.session, set.inputs)
    else { return nil }
    stages[0] = tuned.stage
    return RowWeights(tuned.weights, set: name)
  }
}
