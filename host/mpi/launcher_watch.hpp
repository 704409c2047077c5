// A rank whose launcher is gone must not go on: nobody would know of it.
#pragma once

#include <functional>
#include <thread>

namespace myriad {

/// A thread that calls `gone` within a second after the process that started this one has ended.
std::jthread watch_launcher(std::function<void()> gone);

}  // namespace myriad
