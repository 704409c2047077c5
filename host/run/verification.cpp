// Compares what an engine computed with what another one makes of the same networks, bit by bit.
#include "host/run/verification.hpp"

#include <fmt/format.h>

#include <cmath>

#include "myriad/error.hpp"

namespace myriad {
namespace {

constexpr std::uint64_t kBlock = 16;
constexpr std::uint64_t kSalt = 0x76657269667921u;  // the choice is no function of what networks draw

struct Field {
  std::string name;
  std::uint64_t bits;
  int digits;  // hexadecimal
};

std::vector<Field> fields_of(const Record& r, const std::vector<std::string>& parameters) {
  std::vector<Field> fields;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    fields.push_back({"init." + parameters[i], to_bits(r.initial[i]), 8});
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    fields.push_back({"final." + parameters[i], to_bits(r.final[i]), 8});
  }
  for (const Field& field : {Field{"flags", r.flags, 8}, Field{"death_epoch", r.death_epoch, 8},
                             Field{"first_death", r.first_death, 8}, Field{"last_death", r.last_death, 8},
                             Field{"train_correct", r.train_correct, 8}, Field{"test_correct", r.test_correct, 8},
                             Field{"born_firing", r.born_firing, 8}, Field{"firing", r.firing, 8},
                             Field{"train_loss", to_bits(r.train_loss), 8},
                             Field{"mean_activation", to_bits(r.mean_activation), 8},
                             Field{"dead_at", r.dead_at, 16}}) {
    fields.push_back(field);
  }
  return fields;
}

[[noreturn]] void wrong(const std::string& what) {
  throw Error(ExitCode::internal,
              what + "\n  help: one of the two computes wrongly: test the machine's memory and device (`myriad doctor`). "
                     "The chunk was not stored; what was committed before is as it was, and the same command goes on "
                     "from there on a sound machine");
}

}  // namespace

Verification::Verification(double share, Engine& by, std::uint64_t seed)
    : share_(share), by_(by), seed_(mix(seed ^ kSalt)) {}

bool Verification::chooses(std::uint32_t cell, std::uint64_t network) const {
  const std::uint64_t word = mix(mix(seed_ + cell) ^ network / kBlock);
  return static_cast<double>(word >> 11) * 0x1p-53 < share_;
}

void Verification::check(const CellJob& job, std::uint32_t cell, const std::vector<std::string>& parameters,
                         NetworkRange range, const ChunkResult& result, const std::string& engine) {
  Summary sums;
  for (std::uint64_t i = 0; i < range.count; ++i) {
    if (i >= result.kept.size() || result.kept[i].network != range.first + i) {
      wrong(fmt::format("cell {}: {} returned no row, or another's, for network {}", cell, engine, range.first + i));
    }
    const Record& record = result.kept[i];
    if (i < result.flags.size() && result.flags[i] != record.flags) {
      wrong(fmt::format("cell {}, network {}: flags are {:#010x} in {}'s list and {:#010x} in its row", cell,
                        record.network, result.flags[i], engine, record.flags));
    }
    sums.insert(record, job.job.parameters, job.job.train.count, job.job.test.count, job.job.checkpoints);
  }
  if (!(sums == result.summary)) {
    wrong(fmt::format("cell {}, networks {} to {}: {}'s sums are not those of its rows (digest {:#018x}, of the rows "
                      "{:#018x})", cell, range.first, range.first + range.count - 1, engine,
                      result.summary.tally.digest, sums.tally.digest));
  }
  const std::uint64_t end = range.first + range.count;
  for (std::uint64_t first = range.first; first < end;) {
    std::uint64_t last = first;  // of a run of chosen blocks
    while (last < end && chooses(cell, last)) last = std::min(end, last / kBlock * kBlock + kBlock);
    if (last == first) {
      first = std::min(end, first / kBlock * kBlock + kBlock);
      continue;
    }
    const std::vector<Record> again = by_.run(job, {first, last - first}, {KeepRule::Kind::all, 0}).kept;
    for (std::uint64_t n = first; n < last; ++n) {
      const auto here = fields_of(result.kept[n - range.first], parameters);
      const auto there = fields_of(again.at(n - first), parameters);
      for (std::size_t k = 0; k < here.size(); ++k) {
        if (here[k].bits == there[k].bits) continue;
        wrong(fmt::format("cell {}, network {}: {} has the bits {:#0{}x} from {} and {:#0{}x} from {}", cell, n,
                          here[k].name, here[k].bits, here[k].digits + 2, engine, there[k].bits,
                          there[k].digits + 2, by_.name()));
      }
      ++networks_;
    }
    first = last;
  }
}

}  // namespace myriad
