#pragma once

#include "http/call.h"

#include <QObject>
#include <QStringList>

#include <functional>

namespace qd {

/// The addresses of a host name; an empty list when it has none or nobody knows.
using HostLookup = std::function<Call(const QString &host, QObject *context, Completion<QStringList> completion)>;

/// Asks the system's resolver, in the background.
[[nodiscard]] HostLookup systemLookup();

} // namespace qd
