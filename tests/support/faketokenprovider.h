#pragma once

#include "auth/tokenprovider.h"
#include "http/callstate.h"

#include <QStringList>

namespace qd::test {

/// Hands out "token-1", "token-2", … a new one after each invalidate(); or `failure`, or nothing while `isSilent`.
class FakeTokenProvider final : public TokenProvider
{
public:
    std::optional<Error> failure;
    bool isSilent = false;
    int invalidated = 0;
    QStringList scopes;

    Call token(const QString &scope, QObject *context, Completion<AccessToken> completion) override
    {
        scopes << scope;
        auto state = CallState<AccessToken>::create(context, std::move(completion));
        if (failure)
            state->finish(*failure);
        else if (!isSilent)
            state->finish(AccessToken{.secret = QStringLiteral("token-%1").arg(invalidated + 1), .expires = {}});
        return state->handle();
    }
    void invalidate(const QString &) override { ++invalidated; }
};

} // namespace qd::test
