#pragma once

#include <QListView>

namespace qd {

/// The list at the left of a page that chooses what the rest is about: padded rows, one chosen, nothing edited. `model` is
/// borrowed and must outlive the list.
QListView *makeSideList(const QString &objectName, const QString &accessibleName, QAbstractItemModel *model);

} // namespace qd
