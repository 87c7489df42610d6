#include "ingestion/ingestgate.h"

namespace qd::lab {

IngestGate::Ticket IngestGate::enter(size_t bytes)
{
    const size_t before = m_held.fetch_add(bytes);
    if (before == 0 || before + bytes <= m_maxBytes)
        return {*this, bytes};
    m_held -= bytes;
    return {};
}

int refusedSender(const HttpRequest &request, const TokenService &tokens)
{
    const std::string_view authorization = request.header("authorization");
    if (authorization.empty())
        return 0;
    const auto problem = tokens.check(authorization, {"https://monitor.azure.com"}).problem;
    return !problem ? 0 : *problem == TokenProblem::WrongAudience ? 403 : 401;
}

} // namespace qd::lab
