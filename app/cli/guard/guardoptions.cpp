#include "guard/guardoptions.h"

#include <CLI/CLI.hpp>

namespace qd {

void addGuardOptions(CLI::App &verb, GuardOptions &options)
{
    verb.add_flag("--yes", options.isAgreed, "Agree to the change without being asked (not enough on production)");
    verb.add_option("--confirm", options.environment, "Agree by the name of the environment, which production asks for")->type_name("NAME");
}

} // namespace qd
