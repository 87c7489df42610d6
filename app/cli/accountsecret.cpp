#include "accountsecret.h"

#include "sessionprofile.h"

#include <QFileDevice>

#include <array>
#include <cerrno>
#include <csignal>
#include <termios.h>
#include <unistd.h>

namespace qd {

namespace {

constexpr qint64 secretMaxBytes = 16 * 1024;

// Here because a signal handler can reach nothing else.
volatile sig_atomic_t echoFd = -1;
termios echoBefore;

extern "C" void restoreEchoAndEnd(int signal)
{
    tcsetattr(echoFd, TCSANOW, &echoBefore);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

/// Keeps a terminal from showing what is typed, for as long as it lives.
class EchoOff
{
public:
    explicit EchoOff(int fd) : m_fd(fd)
    {
        if (tcgetattr(fd, &echoBefore) != 0)
            return;
        echoFd = fd;
        for (size_t i = 0; i < endings.size(); ++i)
            m_before[i] = std::signal(endings[i], restoreEchoAndEnd);
        m_stop = std::signal(SIGTSTP, SIG_IGN); // a stopped program would leave the shell without echo
        termios silent = echoBefore;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
        m_isOff = tcsetattr(fd, TCSAFLUSH, &silent) == 0;
    }
    ~EchoOff()
    {
        if (echoFd < 0)
            return;
        tcsetattr(m_fd, TCSANOW, &echoBefore);
        for (size_t i = 0; i < endings.size(); ++i)
            std::signal(endings[i], m_before[i]);
        std::signal(SIGTSTP, m_stop);
        echoFd = -1;
    }
    EchoOff(const EchoOff &) = delete;
    EchoOff &operator=(const EchoOff &) = delete;
    [[nodiscard]] bool isOff() const { return m_isOff; }

private:
    using Handler = void (*)(int);
    static constexpr std::array endings{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    int m_fd;
    std::array<Handler, endings.size()> m_before{};
    Handler m_stop = SIG_DFL;
    bool m_isOff = false;
};

Error secretMisuse(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

void say(QIODevice &device, const char *text)
{
    device.write(text);
    if (auto *file = qobject_cast<QFileDevice *>(&device))
        file->flush();
}

/// Byte by byte past QFile, which would wait for more than the line.
QByteArray terminalLine(int fd)
{
    QByteArray line;
    char byte = 0;
    while (line.size() <= secretMaxBytes) {
        const ssize_t count = ::read(fd, &byte, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        line += byte;
        if (byte == '\n')
            break;
    }
    return line;
}

Result<QByteArray> askTerminal(int fd, QIODevice &prompt)
{
    const EchoOff echo(fd);
    if (!echo.isOff())
        return secretMisuse(QStringLiteral("The terminal cannot be kept from showing the secret; pipe it in instead"));
    say(prompt, "Client secret: ");
    const QByteArray line = terminalLine(fd);
    say(prompt, "\n");
    return line;
}

int terminalOf(QIODevice &device)
{
    const auto *file = qobject_cast<QFileDevice *>(&device);
    const int fd = file ? file->handle() : -1;
    return fd >= 0 && isatty(fd) == 1 ? fd : -1;
}

} // namespace

Result<QString> secretNameOf(const CliOptions &options)
{
    if (!options.lab.isEmpty() || !options.connect.isEmpty())
        return secretMisuse(QStringLiteral("A lab brings its own secret: use --tenant and --client-id, not --lab or --connect"));
    if (options.tenant.isEmpty() || options.clientId.isEmpty())
        return secretMisuse(QStringLiteral("--tenant and --client-id are needed to say whose secret is meant"));
    return SessionProfile{.tenantId = options.tenant, .clientId = options.clientId}.secretName();
}

Result<QString> readSecret(const CliStreams &streams)
{
    const int fd = terminalOf(streams.in);
    const Result<QByteArray> read = fd >= 0 ? askTerminal(fd, streams.err) : Result<QByteArray>(streams.in.readLine(secretMaxBytes + 8));
    if (!read)
        return read.error();
    QByteArray line = *read;
    if (line.endsWith('\n'))
        line.chop(line.endsWith("\r\n") ? 2 : 1);
    if (line.size() > secretMaxBytes)
        return secretMisuse(QStringLiteral("The secret is longer than 16 KiB"));
    QString secret = QString::fromUtf8(line);
    if (secret.trimmed().isEmpty())
        return secretMisuse(QStringLiteral("Standard input has no secret in its first line"));
    if (secret.toUtf8() != line || line.contains('\0'))
        return secretMisuse(QStringLiteral("The secret is not text"));
    return secret;
}

} // namespace qd
