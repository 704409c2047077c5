// Ranks over MPI. One message asks a rank for a range of networks; another says how its answer begins, and pieces of
// fixed size bring the rest, so that it can be taken in, and thrown away, without memory. All calls come from one thread.
// An error of MPI, or a rank that dies, ends all ranks, and the store is as its last commit left it.
#include <fmt/format.h>
#include <mpi.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <iterator>
#include <new>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "host/mpi/chunk_bytes.hpp"
#include "host/mpi/launcher_watch.hpp"
#include "host/mpi/ranks.hpp"
#include "host/store/network_ranges.hpp"
#include "host/text/content_hash.hpp"
#include "host/text/number.hpp"

namespace myriad {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

enum Tag { kRequestTag = 1, kStatusTag, kBytesTag };
enum class Answer : std::uint32_t { result, out_of_memory, error, failure };

struct Request {
  std::uint64_t quit, cell, first, count, keep_kind, keep_first;
};
struct Status {
  Answer answer;
  std::int32_t code;  // of an error
  std::uint64_t bytes;
};
struct Report {  // of a rank's readiness
  std::uint64_t work, options_hash;
  std::int32_t code;
  char complaint[2044], options[2048];
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

// Needs no memory: it tells of exceptions too.
void send_answer(Answer answer, ExitCode code, std::string_view bytes) {
  send(Status{answer, static_cast<std::int32_t>(code), bytes.size()}, 0, kStatusTag);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kPieceBytes))) {
    MPI_Send(bytes.data(), static_cast<int>(std::min(bytes.size(), kPieceBytes)), MPI_BYTE, 0, kBytesTag, MPI_COMM_WORLD);
  }
}

// Takes all pieces, whatever happens: a message that nobody takes would keep its sender waiting for ever.
std::string receive_bytes(int rank, std::uint64_t count, std::vector<char>& piece) {
  std::string bytes;
  bool room = true;
  try {
    bytes.reserve(count);
  } catch (const std::bad_alloc&) {
    room = false;
  }
  for (std::uint64_t left = count; left > 0;) {
    const std::size_t size = std::min<std::uint64_t>(left, piece.size());
    MPI_Recv(piece.data(), static_cast<int>(size), MPI_BYTE, rank, kBytesTag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (room) bytes.append(piece.data(), size);
    left -= size;
  }
  if (!room) throw std::bad_alloc();
  return bytes;
}

ChunkResult receive_answer(int rank, std::uint64_t networks, std::vector<char>& piece) {
  const Status status = receive<Status>(rank, kStatusTag);
  const std::string bytes = receive_bytes(rank, status.bytes, piece);
  const auto what = [&] { return fmt::format("rank {}: {}", rank, bytes); };
  switch (status.answer) {
    case Answer::result: return chunk_from_bytes(bytes, networks);
    case Answer::out_of_memory: throw std::bad_alloc();
    case Answer::error: throw Error(static_cast<ExitCode>(status.code), what());
    case Answer::failure: break;
  }
  throw std::runtime_error(what());
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
        add(r == 0 ? own_.run(cell, part, keep) : receive_answer(r, part.count, piece_), whole);
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

  std::vector<std::string> losses() const override { return own_.losses(); }

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
  std::vector<char> piece_ = std::vector<char>(kPieceBytes);
};

// What a rank computes from: the very cells that all ranks agreed on at the start.
class Server {
 public:
  Server(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& engine)
      : sweep_(sweep), cells_(cells), engine_(engine) {}

  // The result, or what was thrown: rank 0 waits for one of them.
  void answer(const Request& request) {
    try {
      send_answer(Answer::result, ExitCode::ok, compute(request));
    } catch (const std::bad_alloc&) {
      send_answer(Answer::out_of_memory, ExitCode::internal, "");
    } catch (const Error& error) {
      send_answer(Answer::error, error.code(), error.what());
    } catch (const std::system_error& error) {  // no thread to be had: no fault of the cell
      send_answer(Answer::error, ExitCode::internal, error.what());
    } catch (const std::exception& error) {
      send_answer(Answer::failure, ExitCode::internal, error.what());
    } catch (...) {
      send_answer(Answer::failure, ExitCode::internal, "an exception of unknown kind");
    }
  }

 private:
  std::string compute(const Request& request) {
    if (!job_ || at_ != request.cell) {
      job_.reset();
      at_ = request.cell;
      job_.emplace(make_cell_job(sweep_.cells.at(at_).config, sweep_.seed, sweep_.networks_per_cell, cells_.at(at_).dataset));
    }
    const KeepRule keep{static_cast<KeepRule::Kind>(request.keep_kind), request.keep_first};
    return to_bytes(engine_.run(*job_, {request.first, request.count}, keep));
  }

  const Sweep& sweep_;
  const std::vector<PreparedCell>& cells_;
  Engine& engine_;
  std::optional<CellJob> job_;
  std::uint64_t at_ = 0;
};

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
    ContentHash options;  // the text may be too long to be sent
    options.insert(mine.options);
    Report report{mine.work, options.value(), static_cast<std::int32_t>(mine.code), {}, {}};
    std::strncpy(report.complaint, mine.complaint.c_str(), sizeof report.complaint - 1);
    std::strncpy(report.options, mine.options.c_str(), sizeof report.options - 1);
    std::vector<Report> all(static_cast<std::size_t>(count_));
    MPI_Allgather(&report, sizeof report, MPI_BYTE, all.data(), sizeof report, MPI_BYTE, MPI_COMM_WORLD);
    assembled_ = true;
    for (std::size_t r = 0; r < all.size(); ++r) {
      const Report& other = all[r];
      const bool same_options = other.options_hash == all.front().options_hash;
      const bool same = same_options && other.work == all.front().work;
      const ExitCode code = other.code == 0 && !same ? ExitCode::usage : static_cast<ExitCode>(other.code);
      if (code == ExitCode::ok) continue;
      if (rank_ != 0 || r == 0) return code;
      if (other.code == 0 && !same_options) {
        throw UsageError(fmt::format("rank {} was started with other options than rank 0:\n    {}\n    {}\n  help: give all "
                                     "ranks the same command. For a share with --shard for each process start them without "
                                     "mpirun, and merge the results", r, other.options, all.front().options));
      }
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

  void serve(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& own) override {
    Server server(sweep, cells, own);
    for (;;) {
      const Request request = receive<Request>(0, kRequestTag);
      if (request.quit != 0) break;
      server.answer(request);
    }
    dismissed_ = true;
  }

  bool awaited() const override { return rank_ == 0 ? !assembled_ : !dismissed_; }
  void end_all(ExitCode code) override { MPI_Abort(MPI_COMM_WORLD, static_cast<int>(code)); }

 private:
  std::jthread watch_;  // from before MPI_Init to after MPI_Finalize: both wait for the launcher
  int rank_ = 0, count_ = 1, local_rank_ = 0;
  std::size_t cell_ = 0;
  bool assembled_ = false, serving_ = false, dismissed_ = false;
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
