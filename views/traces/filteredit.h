#pragma once

#include "error.h"
#include "theme/theme.h"

#include <QLineEdit>

#include <functional>
#include <optional>

class QCompleter;
class QLabel;
class QStringListModel;

namespace qd {

/// The one filter box of the trace list: checks what is typed while it is typed, underlines the place that is not
/// understood, remembers what was asked for. Return asks, Escape takes back. GUI thread.
class FilterEdit final : public QLineEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterEdit)

public:
    /// Gives the mistake in a text, or nothing.
    using Check = std::function<std::optional<Error>(const QString &)>;
    static constexpr qsizetype maxHistory = 30;

    /// `theme` is borrowed and must outlive the widget.
    FilterEdit(const Theme &theme, Check check, QWidget *parent = nullptr);

    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    [[nodiscard]] QStringList history() const;
    /// What is asked for now; also what Escape goes back to.
    void setApplied(const QString &text);

signals:
    void filterRequested(const QString &text);
    void problemChanged(const QString &message); ///< empty: none
    void left(); ///< focus belongs to the list again

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void examine();
    void submit();
    void remember(const QString &text);

    const Theme &m_theme;
    Check m_check;
    QStringListModel *m_history;
    QCompleter *m_completer;
    QString m_applied;
    std::optional<Error> m_problem;
};

} // namespace qd
