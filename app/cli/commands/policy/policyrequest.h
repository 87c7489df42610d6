#pragma once

#include "guard/guardoptions.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace qd {

enum class PolicyVerb { Get, Lint, Diff, Apply, History, Restore };

/// What `deckctl policy` was asked. A value.
struct PolicyRequest {
    PolicyVerb verb = PolicyVerb::Get;
    QString scope;                ///< "service", or the id of an API
    std::optional<QString> text;  ///< of the file: lint, diff, apply
    QString etag;                 ///< apply: the version that the file was made from; empty: what is live
    qint64 version = 0;           ///< restore
    GuardOptions guard;
};

enum class AllowVerb { Show, Plan, Apply, Prove };

/// What `deckctl allow` was asked. A value.
struct AllowRequest {
    AllowVerb verb = AllowVerb::Show;
    QString server;               ///< id of the MCP server's API
    std::optional<QStringList> only;  ///< exactly these are allowed, all others that are known denied
    QStringList allow;
    QStringList deny;
    bool acceptsDrift = false;    ///< takes over changed definitions and drops tools that are gone
    QString subject;              ///< prove: a subscription; empty: the first active one
    GuardOptions guard;
};

} // namespace qd
