#pragma once

#include "auth/secretstore.h"
#include "http/call.h"
#include "mcp/collection.h"
#include "mcpcollections/variables.h"

namespace qd {

/// The variables with which a run begins, and what must be masked in everything that is shown of it.
struct CollectionStart {
    CollectionVariables variables;
    QStringList secrets; ///< the values of every reference: the environment's too
};

/// What the caller chose for a run.
struct CollectionChoice {
    QString environment;           ///< empty: none
    collection::Variables values;  ///< stronger than the collection's and the environment's
};

/// Puts variables together and resolves "${env:X}", "${env:X:-default}" and "${secret:name}" wherever the collection's author
/// wrote them. ErrorKind::Invalid: no such environment, an unset variable; ErrorKind::Keychain comes from the store.
Call startCollection(const collection::Collection &collection, const CollectionChoice &choice, SecretStore &store, QObject *context,
                     Completion<CollectionStart> completion);

} // namespace qd
