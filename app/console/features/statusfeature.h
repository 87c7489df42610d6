#pragma once

#include "connection.h"

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

    void attach(Connection &connection);

private:
    void update();
    [[nodiscard]] LiveStatus status() const;

    Workspace &m_workspace;
    MainWindow &m_window;
    QPointer<Connection> m_connection;
    QTimer m_tick;
};

} // namespace qd
