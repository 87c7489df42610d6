#include "interrupts.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace qd {

namespace {

constexpr std::array signalsOfEnd{SIGINT, SIGTERM};
volatile sig_atomic_t interruptFd = -1;

extern "C" void noteInterrupt(int signal)
{
    const char byte = 'x';
    const ssize_t written = ::write(interruptFd, &byte, 1);
    static_cast<void>(written);
    std::signal(signal, SIG_DFL); // the next one ends the program
}

} // namespace

Interrupts::Interrupts(QObject *parent) : QObject(parent)
{
    if (::pipe(m_pipe.data()) != 0)
        return;
    for (const int fd : m_pipe)
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    interruptFd = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(m_pipe[0], &byte, 1) == 1)
            emit interrupted();
    });
    for (const int signal : signalsOfEnd)
        std::signal(signal, noteInterrupt);
}

Interrupts::~Interrupts()
{
    for (const int signal : signalsOfEnd)
        if (interruptFd == m_pipe[1])
            std::signal(signal, SIG_DFL);
    if (interruptFd == m_pipe[1]) // and not of one that was made since
        interruptFd = -1;
    for (const int fd : m_pipe)
        if (fd >= 0)
            ::close(fd);
}

PlainInterrupts::PlainInterrupts()
{
    for (std::size_t i = 0; i < signalsOfEnd.size(); ++i)
        m_handlers[i] = std::signal(signalsOfEnd[i], SIG_DFL);
}

PlainInterrupts::~PlainInterrupts()
{
    for (std::size_t i = 0; i < signalsOfEnd.size(); ++i)
        std::signal(signalsOfEnd[i], m_handlers[i]);
}

} // namespace qd
