#include "commands/query/querywatchcommand.h"

#include <QFileDevice>

#include <utility>

namespace qd {

QueryWatchCommand::QueryWatchCommand(const CliStreams &streams, Maker maker, std::chrono::seconds pause, bool clears)
    : m_streams(streams), m_maker(std::move(maker)), m_clears(clears), m_inner{streams.in, m_out, m_err}
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &QueryWatchCommand::run);
    connect(&m_interrupts, &Interrupts::interrupted, this, [this] {
        m_timer.stop();
        m_command.reset();
        emit finished(m_code);
    });
}

void QueryWatchCommand::start() { run(); }

void QueryWatchCommand::run()
{
    for (QBuffer *buffer : {&m_out, &m_err}) {
        buffer->close();
        buffer->setData({});
        buffer->open(QIODevice::WriteOnly);
    }
    m_command = m_maker(m_inner);
    connect(m_command.get(), &Command::finished, this, &QueryWatchCommand::endRound, Qt::QueuedConnection);
    m_command->start();
}

void QueryWatchCommand::endRound(ExitCode code)
{
    m_code = code;
    const QByteArray said = m_out.data() + m_err.data();
    if (std::exchange(m_last, said) != said) {
        if (m_clears)
            m_streams.print(QByteArray("\x1b[H\x1b[2J"));
        m_streams.print(m_out.data());
        m_streams.err.write(m_err.data());
        for (QIODevice *device : {&m_streams.out, &m_streams.err})
            if (auto *file = qobject_cast<QFileDevice *>(device))
                file->flush();
    }
    m_timer.start();
}

} // namespace qd
