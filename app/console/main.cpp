// quarterdeck: the desktop console.
#include "application.h"
#include "consoleoptions.h"
#include "dataresources.h"
#include "log.h"

#include <QApplication>
#include <QLocale>

namespace {

/// Without a display Qt would end the program: fall back to rendering offscreen.
void choosePlatform()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        return;
    if (qEnvironmentVariableIsSet("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "wayland;xcb;offscreen");
    else
        qputenv("QT_QPA_PLATFORM", qEnvironmentVariableIsSet("DISPLAY") ? "xcb;offscreen" : "offscreen");
#endif
}

} // namespace

int main(int argc, char **argv)
{
    const auto options = qd::parseConsoleOptions(argc, argv);
    if (const auto *code = std::get_if<qd::ExitCode>(&options))
        return static_cast<int>(*code);
    choosePlatform();
    qd::log::bridgeQtMessages();
    QApplication::setApplicationName(QStringLiteral("Quarterdeck"));
    QApplication::setApplicationVersion(QStringLiteral(QD_VERSION));
    QLocale::setDefault(QLocale::c());
    QApplication qt(argc, argv);
    qd::initDataResources();
    qd::Application console(qt, std::get<qd::ConsoleOptions>(options));
    QObject::connect(&console, &qd::Application::finished, &qt, [](int code) { QApplication::exit(code); });
    console.start();
    return QApplication::exec();
}
