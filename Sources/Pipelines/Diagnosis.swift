internal import Foundation
internal import Parallelism
internal import Tensors
internal import Transformers

/// What this machine offers and what is wrong with it.
public enum Diagnosis {
  /// The folder of a model.
  /// - Throws: an error that lists every place looked at.
  public static func folder(ofModel name: String) throws -> String { try ModelFinder.find(name) }

  /// The report of `winnow doctor`; measures for about a second. What needs fixing is marked `FIX`, and `sound` is false then.
  public static func report() -> (text: String, sound: Bool) {
    let variables = environment()  // before OpenBLAS is opened, which sets one of them
    var lines = ["cpu: \(cpu), \(ProcessInfo.processInfo.activeProcessorCount) cores"]
    lines += kernels() + openBLAS() + memory() + disk() + ["models"] + models() + variables
    return (lines.joined(separator: "\n") + "\n", !lines.contains { $0.contains("FIX ") })
  }

  private static var cpu: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") } ?? ""
    return line.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }

  private static func kernels() -> [String] {
    do {
      let chosen = try InstructionSet.chosen()
      let rate = measureGEMM(engine: .own(chosen), seconds: 0.3)
      let all = InstructionSet.available.map(\.name).joined(separator: ", ")
      return [
        "kernels: \(chosen.name) (this CPU runs: \(all); WINNOW_ISA chooses), \(Int(rate)) GFLOP/s a core in fp32; "
          + "int8 products by \(chosen.quantizedProducts)"
      ]
    } catch { return ["kernels: FIX \(error)"] }
  }

  private static func openBLAS() -> [String] {
    do {
      let library = try OpenBLAS.load()
      return [
        "OpenBLAS: core \(library.core), \(Int(measureGEMM(engine: .openBLAS(library), seconds: 0.3))) GFLOP/s a core in fp32"
      ]
    } catch { return ["OpenBLAS: not found, and only needed for comparison (\(error))"] }
  }

  private static func memory() -> [String] {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    func bytes(_ name: String) -> Int {
      let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
      return (line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) * 1024
    }
    return ["memory: \(MemoryBudget.text(bytes("MemTotal:"))), \(MemoryBudget.text(bytes("MemAvailable:"))) available"]
  }

  private static func disk() -> [String] {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: ".")
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue else { return ["disk: unknown"] }
    let advice = free < 1 << 30 ? "; FIX less than 1 GiB free, indexing will fail" : ""
    return ["disk: \(MemoryBudget.text(free)) free here\(advice)"]
  }

  /// The quickstart's encoder first, then every model that a name finds.
  private static func models() -> [String] {
    let encoder = "all-MiniLM-L6-v2"
    var lines: [String] = []
    do { lines.append("  \(encoder): \(try ModelFinder.find(encoder))") } catch {
      lines.append("  \(encoder): FIX not found; `make quickstart` fetches it, or set WINNOW_MODELS to a folder that holds it")
    }
    for model in ModelFinder.installed() where model.name != encoder { lines.append("  \(model.name): \(model.folder)") }
    return lines
  }

  private static func environment() -> [String] {
    ["WINNOW_MODELS", "WINNOW_ISA", "HF_HOME", "HF_HUB_CACHE", "OPENBLAS_CORETYPE"].compactMap { name in
      ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" }
    }
  }
}
