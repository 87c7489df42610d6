#pragma once

#include "http/timers.h"
#include "mcp/load.h"
#include "mcp/mcpsession.h"

#include <QList>
#include <QObject>

#include <memory>
#include <vector>

namespace qd {

/// Calls one tool of one server over and over by a plan and adds up how that goes. With a rate, calls are due at fixed
/// times whether the server keeps up or not, and their time counts from when they were due: a server that falls behind
/// cannot hide it. GUI thread.
class LoadProbe final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoadProbe)

public:
    /// Borrowed, both.
    LoadProbe(McpConnector &connector, Timers &timers);
    ~LoadProbe() override;

    /// Connects, then calls. A plan with a fault fails with Invalid. finished() or failed() follows, never before this has
    /// returned.
    void start(const McpServerConfig &config, const load::Plan &plan);
    /// No further calls; finished() follows with what there is, those under way left out.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// Why it ended before its time: a connection was lost.
    [[nodiscard]] const std::optional<Error> &loss() const { return m_loss; }
    /// What there is so far.
    [[nodiscard]] load::Result result() const;

signals:
    /// Once a second while it runs.
    void advanced();
    void finished();
    /// No connection: nothing was called.
    void failed(const qd::Error &error);

private:
    struct Line {
        std::unique_ptr<McpSession> session;
        QList<Microseconds> underWay; ///< when its calls began
        QString instance; ///< as serverInfo tells
        QString heard;    ///< as the last answer's header tells
    };

    void openNext();
    void begin();
    void pump();
    void callOnce(Line &line);
    void onAnswer(Line &line, Microseconds begun, const Result<McpCallResult> &answer);
    void onWire(Line &line, const McpWireEntry &entry) const;
    void tick();
    void lose(Line &line, const Error &error);
    void endIfDone();
    void end();
    void fail(const Error &error);
    /// Runs `action` unless this run is over by then.
    template<typename Action>
    [[nodiscard]] auto ifCurrent(Action action)
    {
        return [this, guard = m_guard.get(), action](const auto &...values) {
            if (m_guard.get() == guard)
                action(values...);
        };
    }
    [[nodiscard]] bool mayCall() const;
    [[nodiscard]] Line *freeLine();
    [[nodiscard]] QString instanceOf(const Line &line, const Result<McpCallResult> &answer) const;
    [[nodiscard]] Microseconds elapsed() const { return m_timers.monotonic() - m_begun; }

    McpConnector &m_connector;
    Timers &m_timers;
    McpServerConfig m_config;
    load::Plan m_plan;
    load::Tally m_tally;
    std::vector<std::unique_ptr<Line>> m_lines;
    std::unique_ptr<QObject> m_guard; ///< context of one run
    Microseconds m_begun{0};
    Microseconds m_ended{0};   ///< the last answer
    Microseconds m_stopped{0}; ///< the run
    std::optional<Error> m_loss;
    qint64 m_called = 0;
    int m_busy = 0;
    bool m_isRunning = false;
    bool m_isWaiting = false; ///< for the next call to be due
};

} // namespace qd
