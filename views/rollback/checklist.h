#pragma once

#include "release/releasecheck.h"
#include "theme/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace qd {

class CheckRow;

/// Checks as lines: glyph, what is checked, what was found. Lines are re-used, so that nothing flickers. GUI thread.
class CheckList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CheckList)

public:
    /// `theme` is borrowed and must outlive the widget.
    CheckList(const Theme &theme, const QString &objectName, QWidget *parent = nullptr);

    void setChecks(const QList<ReleaseCheck> &checks);
    /// A line each, for copying and tests: "fail cooldown: …".
    [[nodiscard]] QStringList lines() const;

private:
    const Theme &m_theme;
    QList<ReleaseCheck> m_checks;
    QList<CheckRow *> m_rows;
    QVBoxLayout *m_layout;
};

} // namespace qd
