#pragma once

#include <string>

namespace CLI {
class App;
}

namespace qd {

/// How a verb that writes was agreed to in advance.
struct GuardOptions {
    bool isAgreed = false;   ///< --yes
    std::string environment; ///< --confirm NAME: the environment's name, which production asks for
};

/// Adds --yes and --confirm to a verb that writes; parsing writes into `options`, which must outlive it.
void addGuardOptions(CLI::App &verb, GuardOptions &options);

} // namespace qd
