#pragma once

#include <QString>
#include <QUrl>

/// Addresses that hold references ("https://h.example/mcp?key=${env:X}"), which a QUrl has no place for.
namespace qd::configaddress {

/// Whether the text has to wait for its references.
[[nodiscard]] bool isTemplate(const QString &text);
/// What is known of it before: without the parameters that hold references, with names in the place of those in its path. A
/// host that holds one is put under ".invalid", which leads nowhere.
[[nodiscard]] QUrl knownPart(const QString &text);
/// What stands in the place of a reference: so written that it cannot become another part of the address. One at the very
/// beginning is an address itself.
[[nodiscard]] QString insertion(const QString &value, bool isAtBeginning);
/// https, or http on this machine; the same rule as for any other address.
[[nodiscard]] bool isUsable(const QUrl &url);

} // namespace qd::configaddress
