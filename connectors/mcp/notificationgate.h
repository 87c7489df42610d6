#pragma once

#include "http/timers.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <functional>

namespace qd {

/// Lets through at most `perWindow` events in each quarter of a second; of the rest the newest of each name is kept and
/// let through at the window's end, the others are counted. Keeps a flooding server from flooding us. GUI thread.
class NotificationGate final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NotificationGate)

public:
    static constexpr Milliseconds window{250};
    static constexpr int maxNames = 32;

    explicit NotificationGate(Timers &timers, int perWindow = 50) : m_timers(timers), m_perWindow(perWindow) {}

    /// Runs `pass` now, at the end of the window, or never.
    void offer(const QString &name, std::function<void()> pass);

signals:
    /// This many were dropped in the window that has just ended.
    void dropped(int count);

private:
    void endWindow();

    Timers &m_timers;
    int m_perWindow;
    int m_passed = 0;
    int m_dropped = 0;
    bool m_isOpen = false;
    QHash<QString, std::function<void()>> m_held;
};

} // namespace qd
