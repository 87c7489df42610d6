#pragma once

#include "ids.h"

#include <QKeySequence>
#include <QList>
#include <QString>

namespace qd {

using CommandId = StrongId<struct CommandIdTag>; ///< e.g. "view.freeze"
using PageId = StrongId<struct PageIdTag>;       ///< e.g. "overview"

/// One thing the operator can do, as menus, the palette and the shortcut sheet name it. The first shortcut is the one
/// that is shown. Groups are listed in the order in which they first appear.
struct Command {
    CommandId id;
    QString title;
    QString group;
    QList<QKeySequence> shortcuts;
    QString icon; ///< name in resources/icons, may be empty
};

/// A key that a page handles itself (arrows, Enter), for the shortcut sheet. An empty page means every page.
struct KeyHint {
    PageId page;
    QString group;
    QString keys;
    QString description;
    bool operator==(const KeyHint &) const = default;
};

} // namespace qd
