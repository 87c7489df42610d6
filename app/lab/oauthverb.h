#pragma once

#include "clock.h"
#include "commandline.h"
#include "result.h"

#include <memory>
#include <string>
#include <vector>

namespace qd::lab {

class OAuthPlace;

/// `decklab oauth`: protected MCP servers without the rest of the lab, one port a variant, until the program ends.
class OAuthVerb
{
public:
    /// Starts the variants that the line names, or all. ErrorKind::Invalid for an unknown one, which lists those there are.
    static Result<OAuthVerb> start(const CommandLine &line);
    ~OAuthVerb();
    OAuthVerb(OAuthVerb &&) noexcept;
    OAuthVerb &operator=(OAuthVerb &&) = delete;

    /// What to print when ready: a line each, or one line of JSON with the clients' secrets and keys, which are made anew at
    /// every start.
    [[nodiscard]] std::string announcement(bool json) const;

private:
    OAuthVerb();
    std::unique_ptr<Clock> m_clock;
    std::vector<std::unique_ptr<OAuthPlace>> m_places;
};

} // namespace qd::lab
