#pragma once

#include "kql/diagnostic.h"
#include "theme/theme.h"

#include <QListWidget>

namespace qd {

/// The mistakes of the text below the editor: place, message, hint; choosing one goes there. Hidden while there is none.
/// GUI thread.
class ProblemList final : public QListWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProblemList)

public:
    static constexpr qsizetype most = 50;

    /// `theme` is borrowed and must outlive the widget.
    explicit ProblemList(const Theme &theme, QWidget *parent = nullptr);
    void setProblems(const QList<kql::Diagnostic> &problems);

signals:
    void chosen(qsizetype offset);

private:
    void dress();

    const Theme &m_theme;
};

} // namespace qd
