#pragma once

#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace qd {

/// Why there is nothing to show. Each has its own sentence and its one button; NothingYet has none, for nothing is missing.
enum class EmptyKind { NoDataInRange, FilterHidesAll, NoRight, NotConfigured, NothingYet };

/// Fills a view that has nothing to show: says which of these reasons it is and offers the way out. GUI thread.
class EmptyState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);

    /// `detail` is one more plain sentence: how many are hidden, which right is missing. May be empty.
    void setKind(EmptyKind kind, const QString &detail = {});
    [[nodiscard]] EmptyKind kind() const { return m_kind; }

signals:
    void actionRequested(qd::EmptyKind kind);

private:
    void refresh();

    const Theme &m_theme;
    EmptyKind m_kind = EmptyKind::NotConfigured;
    QString m_detail;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace qd
