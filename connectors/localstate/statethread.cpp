#include "localstate/statethread.h"

#include "localstate/statedatabase.h"

namespace qd {

StateThread::StateThread(const StateOptions &options) : m_options(options), m_worker(new QObject)
{
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("local state"));
}

StateThread::~StateThread()
{
    if (m_thread.isRunning()) {
        post([](StateDatabase &) { QThread::currentThread()->quit(); });
        m_thread.wait();
    } else {
        delete m_worker;
    }
    for (const auto &[id, finish] : m_waiting)
        finish(nullptr);
}

void StateThread::post(std::function<void(StateDatabase &)> job)
{
    if (!m_thread.isRunning()) {
        m_thread.start();
        QObject::connect(&m_thread, &QThread::finished, m_worker, [this] { m_database.reset(); }, Qt::DirectConnection);
    }
    QMetaObject::invokeMethod(m_worker, [this, job = std::move(job)] {
        if (!m_database)
            m_database = std::make_unique<StateDatabase>(m_options);
        job(*m_database);
    }, Qt::QueuedConnection);
}

void StateThread::answer(quint64 id, std::shared_ptr<void> result)
{
    QMetaObject::invokeMethod(&m_inbox, [this, id, result = std::move(result)] {
        if (const auto found = m_waiting.extract(id))
            found.mapped()(result.get());
    }, Qt::QueuedConnection);
}

} // namespace qd
