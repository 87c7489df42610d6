#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>

namespace qd::test {

/// A console in a process of its own (drivenconsole), used by keyboard and looked at. Every wait has an end; after one
/// that was in vain answers are empty.
class ConsoleProcess
{
public:
    /// A console with its own state and settings, as on a machine of its own.
    void start(const QString &stateFolder, const QString &connectFile);
    /// As the system ends a program: without a word.
    void kill();
    /// Asks it to end; true when it ended by itself and well.
    bool close();

    /// One key or a chord: "Ctrl+S", "G, P".
    void press(const QString &keys) { ask(QStringLiteral("press"), keys); }
    void type(const QString &text) { ask(QStringLiteral("type"), text); }
    /// Tab until the control has the focus; false when it never gets it.
    bool tabTo(const QString &name);
    /// What the visible widgets of this name show; "page", "banners" and "focus" are known by name.
    [[nodiscard]] QString shown(const QString &name);
    [[nodiscard]] bool isConnected();
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

    ~ConsoleProcess();

private:
    QJsonObject ask(const QString &verb, const QJsonValue &value);

    QProcess m_process;
};

} // namespace qd::test
