#include "auth/secretsources.h"

#include "http/callstate.h"

namespace qd {

Call FixedSecret::secret(QObject *context, Completion<QString> completion)
{
    const auto state = CallState<QString>::create(context, std::move(completion));
    state->finish(m_secret);
    return state->handle();
}

} // namespace qd
