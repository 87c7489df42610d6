#pragma once

#include "mcp/doctor.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace qd {

class BenchHint;
class DoctorRow;
class ToneMark;

/// The connection doctor's page: the way to one server step by step, which of them failed, and what mends it. GUI thread.
class DoctorPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DoctorPage)

public:
    /// `theme` is borrowed.
    explicit DoctorPage(const Theme &theme, QWidget *parent = nullptr);

    /// Of this server; none: it was not examined.
    void setFindings(const QString &server, const QList<doctor::Finding> &findings, bool isRunning);

signals:
    void examineRequested();
    void cancelRequested();

private:
    QWidget *makeHead(const Theme &theme);
    void showVerdict();
    void copyReport() const;

    const Theme &m_theme;
    QString m_server;
    QList<doctor::Finding> m_findings;
    bool m_isRunning = false;
    QStackedWidget *m_stack;
    BenchHint *m_hint;
    ToneMark *m_mark = nullptr;
    QLabel *m_verdict = nullptr;
    QLabel *m_fix = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_copy = nullptr;
    QVBoxLayout *m_rows = nullptr;
    QList<DoctorRow *> m_lines;
};

} // namespace qd
