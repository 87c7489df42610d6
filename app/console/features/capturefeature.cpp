#include "features/capturefeature.h"

#include "features/overviewfeature.h"
#include "mainwindow.h"
#include "shell/pagestack.h"
#include "slotabletext.h"
#include "workspace.h"

#include <QPixmap>

#include <cstdio>

namespace qd {

CaptureFeature::CaptureFeature(Workspace &workspace, MainWindow &window, OverviewFeature &overview,
                               const ConsoleOptions &options, bool isOffscreen)
    : m_workspace(workspace)
    , m_window(window)
    , m_overview(overview)
    , m_options(options)
    , m_isPrinting(options.once || isOffscreen)
{
    connect(&workspace.detail, &SloDetailStore::changed, this, [this] {
        const SloDetail::State state = m_workspace.detail.detail().state;
        if (m_isWaiting && (state == SloDetail::State::Ready || state == SloDetail::State::Failed))
            whenPainted();
    });
}

void CaptureFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    connect(&account.tiles(), &SloController::roundFinished, this, &CaptureFeature::onRound);
}

void CaptureFeature::fail(const Error &error)
{
    if (!m_hasComplained)
        std::fprintf(stderr, "quarterdeck: %s\n", qPrintable(error.message));
    m_hasComplained = true;
    if (!m_isCaptured)
        finish(exitCodeOf(error));
}

void CaptureFeature::onRound(bool isSuccess)
{
    if (m_isCaptured)
        return;
    if (!isSuccess) {
        if (const auto error = m_account->tiles().lastError(); error && (m_options.once || m_isPrinting))
            fail(*error);
        return;
    }
    m_isCaptured = true;
    printTiles();
    if (m_options.screenshot.isEmpty())
        finish(ExitCode::Healthy);
    else
        openPage();
}

void CaptureFeature::printTiles() const
{
    if (!m_isPrinting)
        return;
    const QByteArray text = sloTableText(m_account->tiles().tiles(), m_workspace.clock.now()).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
    std::fflush(stdout);
}

void CaptureFeature::openPage()
{
    if (m_options.screenshotPage != QLatin1StringView("detail") && m_options.screenshotPage != QLatin1StringView("overview")) {
        openOther(PageId(m_options.screenshotPage));
        return;
    }
    if (m_options.screenshotPage == QLatin1StringView("overview")) {
        // What was changed belongs to the picture, and is asked for after the tiles.
        if (m_account->changes().isLoading())
            connect(&m_account->changes(), &ChangeController::finished, this, &CaptureFeature::whenPainted, Qt::SingleShotConnection);
        else
            whenPainted();
        return;
    }
    m_isWaiting = true;
    m_overview.openDetail(m_overview.worst());
}

// "query:cost/anomalies" is the query page with that query of the library, run.
void CaptureFeature::openOther(const PageId &target)
{
    const PageId page(target.value.section(u':', 0, 0));
    if (page.value == QLatin1StringView("incident"))
        emit m_workspace.navigator.exemplarRequested(m_overview.worst());
    if (const QString path = target.value.section(u':', 1); !path.isEmpty())
        emit m_workspace.navigator.libraryQueryRequested(path);
    m_window.pages().open(page);
    if (m_window.pages().currentPage() != page) {
        std::fprintf(stderr, "quarterdeck: there is no page %s\n", qPrintable(page.value));
        finish(ExitCode::Usage);
        return;
    }
    m_settling.setInterval(100);
    connect(&m_settling, &QTimer::timeout, this, &CaptureFeature::whenSettled);
    m_settling.start();
}

// A page tells by its property "busy" that it waits for something; it has settled when it has not for 2 s, or after 30 s.
void CaptureFeature::whenSettled()
{
    const bool isBusy = m_window.pages().currentWidget()->property("busy").toBool();
    m_quietLooks = isBusy ? 0 : m_quietLooks + 1;
    if (++m_looks < 300 && m_quietLooks < 20)
        return;
    m_settling.stop();
    writeScreenshot();
}

// Posted twice round the loop: layouts that the new data asked for are done by then.
void CaptureFeature::whenPainted()
{
    m_isWaiting = false;
    QTimer::singleShot(0, this, [this] { QTimer::singleShot(50, this, &CaptureFeature::writeScreenshot); });
}

void CaptureFeature::writeScreenshot()
{
    const bool isWritten = m_window.grab().save(m_options.screenshot, "PNG");
    if (!isWritten)
        std::fprintf(stderr, "quarterdeck: the screenshot %s cannot be written\n", qPrintable(m_options.screenshot));
    finish(isWritten ? ExitCode::Healthy : ExitCode::Failed);
}

void CaptureFeature::finish(ExitCode code)
{
    if (m_options.once)
        emit done(code);
}

} // namespace qd
