#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

namespace qd {

/// Ctrl+C and termination as a signal of the event loop, for commands that have something to take back. The second one
/// ends the program at once. One at a time. GUI thread.
class Interrupts final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Interrupts)

public:
    explicit Interrupts(QObject *parent = nullptr);
    ~Interrupts() override;

signals:
    void interrupted();

private:
    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

/// While one lives, Ctrl+C and termination end the program at once: somebody is asked for a line, and the event loop stands.
class PlainInterrupts final
{
    Q_DISABLE_COPY_MOVE(PlainInterrupts)

public:
    PlainInterrupts();
    ~PlainInterrupts();

private:
    std::array<void (*)(int), 2> m_handlers{};
};

} // namespace qd
