// A whole console as a process of its own, for tests that need two of them or that kill one: what quarterdeck is, with
// its keys coming from standard input. Each line is a JSON object, each is answered by one: {"press":"Ctrl+S"} and
// {"type":"text"} go to the widget that has the focus; {"look":["objectName"]} tells what is on the screen.
#include "application.h"
#include "consoleoptions.h"
#include "dataresources.h"
#include "log.h"
#include "policy/policyeditor.h"
#include "screentext.h"
#include "shell/pagestack.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTest>

#include <unistd.h>

#include <cstdio>

namespace {

class Driver final : public QObject
{
public:
    explicit Driver(qd::Application &console) : m_console(console), m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_input, &QSocketNotifier::activated, this, &Driver::read);
    }

private:
    void read()
    {
        char bytes[4096];
        const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count <= 0)
            return QApplication::quit();
        m_text.append(bytes, static_cast<qsizetype>(count));
        for (qsizetype end = m_text.indexOf('\n'); end >= 0; end = m_text.indexOf('\n')) {
            const QJsonObject asked = QJsonDocument::fromJson(m_text.first(end)).object();
            m_text.remove(0, end + 1);
            const QByteArray answer = QJsonDocument(obey(asked)).toJson(QJsonDocument::Compact) + '\n';
            std::fwrite(answer.constData(), 1, static_cast<size_t>(answer.size()), stdout);
            std::fflush(stdout);
        }
    }

    QJsonObject obey(const QJsonObject &asked)
    {
        m_console.window().activateWindow();
        press(QKeySequence(asked.value(QStringLiteral("press")).toString()));
        const QString typed = asked.value(QStringLiteral("type")).toString();
        for (const QChar c : typed)
            QTest::keyClick(focus(), c.toLatin1());
        return look(asked.value(QStringLiteral("look")).toArray());
    }

    [[nodiscard]] QWidget *focus() const
    {
        return QApplication::focusWidget() ? QApplication::focusWidget() : &m_console.window();
    }
    void press(const QKeySequence &keys)
    {
        for (int i = 0; i < keys.count(); ++i)
            QTest::keyClick(focus(), keys[static_cast<uint>(i)].key(), keys[static_cast<uint>(i)].keyboardModifiers());
    }

    QJsonObject look(const QJsonArray &names)
    {
        const QString banners = qd::test::shownTexts(m_console.window(), QStringLiteral("bannerTitle")) + u'\n'
            + qd::test::shownTexts(m_console.window(), QStringLiteral("bannerDetail"));
        QJsonObject seen{{QStringLiteral("page"), m_console.window().pages().currentPage().value},
                         {QStringLiteral("isConnected"), m_console.account() != nullptr},
                         {QStringLiteral("focus"), focus()->objectName()},
                         {QStringLiteral("banners"), banners}};
        for (const QJsonValue &name : names)
            if (!seen.contains(name.toString()))
                seen.insert(name.toString(), qd::test::shownTexts(m_console.window(), name.toString()));
        return seen;
    }

    qd::Application &m_console;
    QSocketNotifier m_input;
    QByteArray m_text;
};

} // namespace

int main(int argc, char **argv)
{
    const auto options = qd::parseConsoleOptions(argc, argv);
    if (const auto *code = std::get_if<qd::ExitCode>(&options))
        return static_cast<int>(*code);
    qd::log::bridgeQtMessages();
    QApplication::setApplicationName(QStringLiteral("Quarterdeck"));
    QLocale::setDefault(QLocale::c());
    QApplication qt(argc, argv);
    qd::initDataResources();
    qd::Application console(qt, std::get<qd::ConsoleOptions>(options));
    const Driver driver(console);
    console.start();
    return QApplication::exec();
}
