#pragma once

#include <QString>

class QWidget;

namespace qd::test {

/// What the visible widgets of this object name below `window` show, as text, in their order; lists give a line a row.
/// Text that is not painted as such (an editor, a difference) is taken from the widget.
QString shownTexts(const QWidget &window, const QString &objectName);

} // namespace qd::test
