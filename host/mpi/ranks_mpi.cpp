// Ranks over MPI. One message asks a rank for a range of networks, one brings its result; all calls come from one
// thread. An error of MPI, or a rank that dies, ends all ranks, and the store is as its last commit left it.
#include <fmt/format.h>
#include <mpi.h>

#include <climits>
#include <cstring>
#include <exception>
#include <iterator>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "host/mpi/chunk_bytes.hpp"
#include "host/mpi/launcher_watch.hpp"
#include "host/mpi/ranks.hpp"
#include "host/run/prepared_sweep.hpp"
#include "host/store/network_ranges.hpp"
#include "host/text/number.hpp"

namespace myriad {
namespace {

enum Tag { kRequestTag = 1, kStatusTag, kBytesTag };
enum class Answer : std::uint64_t { result, out_of_memory, device, input_output, other };

struct Request {
  std::uint64_t quit, cell, first, count, keep_kind, keep_first;
};
struct Status {
  std::uint64_t answer, bytes;
};
struct Report {  // of a rank's readiness
  std::uint64_t work;
  std::int32_t code;
  char complaint[2044];
};

template <class T>
void send(const T& value, int rank, Tag tag) {
  MPI_Send(&value, sizeof value, MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

template <class T>
T receive(int rank, Tag tag) {
  T value;
  MPI_Recv(&value, sizeof value, MPI_BYTE, rank, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return value;
}

void send_answer(Answer answer, const std::string& bytes) {
  send(Status{static_cast<std::uint64_t>(answer), bytes.size()}, 0, kStatusTag);
  MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, 0, kBytesTag, MPI_COMM_WORLD);
}

ChunkResult receive_answer(int rank, std::uint64_t networks) {
  const Status status = receive<Status>(rank, kStatusTag);
  std::string bytes(status.bytes, '\0');
  MPI_Recv(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, rank, kBytesTag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  const std::string what = fmt::format("rank {}: {}", rank, bytes);
  switch (static_cast<Answer>(status.answer)) {
    case Answer::result: return chunk_from_bytes(bytes, networks);
    case Answer::out_of_memory: throw std::bad_alloc();
    case Answer::device: throw DeviceError(what);
    case Answer::input_output: throw InputOutputError(what);
    case Answer::other: break;
  }
  throw std::runtime_error(what);
}

// The engine of rank 0.
class RankEngine : public Engine {
 public:
  RankEngine(Engine& own, int ranks, const std::size_t& cell) : own_(own), ranks_(ranks), cell_(cell) {}

  std::string name() const override { return fmt::format("{} ranks of {}", ranks_, own_.name()); }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    for (int r = 1; r < ranks_; ++r) {
      const NetworkRange part = part_of(range, r);
      if (part.count == 0) continue;
      send(Request{0, cell_, part.first, part.count, static_cast<std::uint64_t>(keep.kind), keep.first}, r, kRequestTag);
    }
    ChunkResult whole;
    std::exception_ptr failure;
    for (int r = 0; r < ranks_; ++r) {  // all answer, whatever one of them says
      const NetworkRange part = part_of(range, r);
      if (part.count == 0) continue;
      try {
        add(r == 0 ? own_.run(cell, part, keep) : receive_answer(r, part.count), whole);
      } catch (...) {
        if (!failure) failure = std::current_exception();
      }
    }
    if (failure) std::rethrow_exception(failure);
    return whole;
  }

  std::uint64_t preferred_chunk(const CellJob& cell) const override {
    return checked_product(own_.preferred_chunk(cell), static_cast<std::uint64_t>(ranks_)).value_or(1);
  }

 private:
  NetworkRange part_of(NetworkRange range, int rank) const {
    NetworkRange part = shard_range(range.count, static_cast<std::uint64_t>(rank), static_cast<std::uint64_t>(ranks_));
    part.first += range.first;
    return part;
  }

  static void add(ChunkResult part, ChunkResult& whole) {
    whole.summary.merge(part.summary);
    std::move(part.kept.begin(), part.kept.end(), std::back_inserter(whole.kept));
    whole.flags.insert(whole.flags.end(), part.flags.begin(), part.flags.end());
  }

  Engine& own_;
  int ranks_;
  const std::size_t& cell_;
};

void answer(const CellJob& job, const Request& request, Engine& engine) {
  const KeepRule keep{static_cast<KeepRule::Kind>(request.keep_kind), request.keep_first};
  try {
    const std::string bytes = to_bytes(engine.run(job, {request.first, request.count}, keep));
    // MPI counts in int; half the networks are asked for then.
    if (bytes.size() > INT_MAX) throw std::bad_alloc();
    return send_answer(Answer::result, bytes);
  } catch (const std::bad_alloc&) {
    send_answer(Answer::out_of_memory, "");
  } catch (const DeviceError& error) {
    send_answer(Answer::device, error.what());
  } catch (const InputOutputError& error) {
    send_answer(Answer::input_output, error.what());
  } catch (const std::exception& error) {
    send_answer(Answer::other, error.what());
  }
}

class MpiRanks : public Ranks {
 public:
  explicit MpiRanks(std::function<void()> orphaned) : watch_(watch_launcher(std::move(orphaned))) {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &count_);
    MPI_Comm machine = MPI_COMM_NULL;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &machine);
    MPI_Comm_rank(machine, &local_rank_);
    MPI_Comm_free(&machine);
  }

  ~MpiRanks() override {
    for (int r = 1; serving_ && rank_ == 0 && r < count_; ++r) send(Request{1, 0, 0, 0, 0, 0}, r, kRequestTag);
    MPI_Finalize();
  }

  int rank() const override { return rank_; }
  int count() const override { return count_; }
  int local_rank() const override { return local_rank_; }

  ExitCode assemble(const Readiness& mine) override {
    Report report{mine.work, static_cast<std::int32_t>(mine.code), {}};
    std::strncpy(report.complaint, mine.complaint.c_str(), sizeof report.complaint - 1);
    std::vector<Report> all(static_cast<std::size_t>(count_));
    MPI_Allgather(&report, sizeof report, MPI_BYTE, all.data(), sizeof report, MPI_BYTE, MPI_COMM_WORLD);
    for (std::size_t r = 0; r < all.size(); ++r) {
      const Report& other = all[r];
      const bool same = other.work == all.front().work;
      const ExitCode code = other.code == 0 && !same ? ExitCode::usage : static_cast<ExitCode>(other.code);
      if (code == ExitCode::ok) continue;
      if (rank_ != 0 || r == 0) return code;
      if (other.code == 0) {
        throw UsageError(fmt::format("rank {} reads another spec or other data than rank 0\n  help: give all ranks the "
                                     "same files", r));
      }
      throw Error(code, fmt::format("rank {}: {}", r, other.complaint));
    }
    serving_ = true;
    return ExitCode::ok;
  }

  std::unique_ptr<Engine> engine(Engine& own) override {
    return std::make_unique<RankEngine>(own, count_, cell_);
  }
  void begin_cell(std::size_t cell) override { cell_ = cell; }

  void serve(const Sweep& sweep, Engine& own) override {
    const std::vector<PreparedCell> cells = prepare_cells(sweep);
    std::optional<CellJob> job;
    std::uint64_t at = 0;
    for (;;) {
      const Request request = receive<Request>(0, kRequestTag);
      if (request.quit != 0) return;
      if (!job || at != request.cell) {
        at = request.cell;
        job.emplace(make_cell_job(sweep.cells.at(at).config, sweep.seed, sweep.networks_per_cell, cells.at(at).dataset));
      }
      answer(*job, request, own);
    }
  }

 private:
  std::jthread watch_;  // from before MPI_Init to after MPI_Finalize: both wait for the launcher
  int rank_ = 0, count_ = 1, local_rank_ = 0;
  std::size_t cell_ = 0;
  bool serving_ = false;
};

}  // namespace

std::string mpi_library() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(text, &length);
  const std::string_view all(text, static_cast<std::size_t>(length));
  return std::string(all.substr(0, all.find_first_of(",\n")));
}

std::unique_ptr<Ranks> join_ranks(std::function<void()> orphaned) {
  if (launched_processes() == 1) return nullptr;
  return std::make_unique<MpiRanks>(std::move(orphaned));
}

}  // namespace myriad
