#include "consoleprocess.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace qd::test {

namespace {

constexpr int answerPatience = 30'000;

} // namespace

void ConsoleProcess::start(const QString &stateFolder, const QString &connectFile)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QD_STATE_DIR"), stateFolder);
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), stateFolder);
    m_process.setProcessEnvironment(environment);
    m_process.start(QStringLiteral(QD_BINARY_DIR "/bin/tests/drivenconsole"),
                    {QStringLiteral("--connect"), connectFile, QStringLiteral("--size"), QStringLiteral("1440x860"), QStringLiteral("--interval"), QStringLiteral("1")});
}

void ConsoleProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(answerPatience); // reaped: nobody can take it for one that still runs
}

bool ConsoleProcess::close()
{
    m_process.closeWriteChannel();
    return m_process.waitForFinished(answerPatience) && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

bool ConsoleProcess::tabTo(const QString &name)
{
    constexpr int mostTabs = 80;
    for (int i = 0; i < mostTabs && shown(QStringLiteral("focus")) != name; ++i)
        press(QStringLiteral("Tab"));
    return shown(QStringLiteral("focus")) == name;
}

QString ConsoleProcess::shown(const QString &name) { return ask(QStringLiteral("look"), QJsonArray{name}).value(name).toString(); }

bool ConsoleProcess::isConnected() { return ask(QStringLiteral("look"), QJsonArray()).value(QStringLiteral("isConnected")).toBool(); }

QJsonObject ConsoleProcess::ask(const QString &verb, const QJsonValue &value)
{
    m_process.write(QJsonDocument(QJsonObject{{verb, value}}).toJson(QJsonDocument::Compact) + '\n');
    // Without a display the console prints its tiles, too: an answer is a line that is an object.
    for (;;) {
        while (!m_process.canReadLine())
            if (!m_process.waitForReadyRead(answerPatience))
                return {};
        if (const QByteArray line = m_process.readLine(); line.startsWith('{'))
            return QJsonDocument::fromJson(line).object();
    }
}

ConsoleProcess::~ConsoleProcess()
{
    if (m_process.state() != QProcess::NotRunning && !close())
        kill();
}

} // namespace qd::test
