#pragma once

#include "watchedaccount.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace qd {

class MainWindow;
struct LiveStatus;
struct Workspace;

/// How current and how healthy: the pill in the top bar and the sources in the status strip, once a second and whenever
/// something changes.
class StatusFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusFeature)

public:
    StatusFeature(Workspace &workspace, MainWindow &window);

    void attach(WatchedAccount &account);

private:
    void update();
    [[nodiscard]] LiveStatus status() const;

    Workspace &m_workspace;
    MainWindow &m_window;
    QPointer<WatchedAccount> m_account;
    QTimer m_tick;
};

} // namespace qd
