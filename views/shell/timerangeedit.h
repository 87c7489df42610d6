#pragma once

#include "error.h"
#include "theme/theme.h"
#include "timerange.h"

#include <QLineEdit>
#include <QPointer>

class QCompleter;
class QStandardItemModel;

namespace qd {

class RangeCallout;

/// The window's time range as typed text, with suggestions and history. Enter asks for the range; text that is not one
/// is kept, and a callout below points at the character that does not fit. Esc takes back what was typed.
class TimeRangeEdit final : public QLineEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimeRangeEdit)

public:
    explicit TimeRangeEdit(const Theme &theme, QWidget *parent = nullptr);

    /// The range in force; does not disturb what is being typed.
    void setRange(const TimeRange &range);
    void setHistory(const QStringList &history);
    /// Asks for the range that is typed, or says what is wrong with it.
    void submit();
    /// The error of the text that was entered last, if it was refused.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

signals:
    void rangeRequested(const qd::TimeRange &range);
    /// The operator is done here, with a range or without: the focus belongs to the page again.
    void left();

protected:
    bool event(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void revert();
    void showIdleText();
    void setProblem(std::optional<Error> problem);

    const Theme &m_theme;
    TimeRange m_range = TimeRange::lastHour();
    QStandardItemModel *m_suggestions;
    QCompleter *m_completer;
    QPointer<RangeCallout> m_callout; ///< lives in the window
    std::optional<Error> m_problem;
};

} // namespace qd
