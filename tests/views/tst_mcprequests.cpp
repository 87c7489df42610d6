#include "namewalk.h"

#include "confirm/confirmsheet.h"
#include "mcp/compare/comparepage.h"
#include "mcp/doctor/doctorpage.h"
#include "mcp/exchange/addserverdialog.h"
#include "mcp/exchange/exportdialog.h"
#include "mcp/exchange/modeldialog.h"
#include "mcp/exchange/rootsdialog.h"
#include "mcp/requests/requestpage.h"
#include "mcp/requests/taskpage.h"
#include "mcp/schemaform.h"
#include "mcpcomparemodel.h"
#include "mcprequestmodel.h"
#include "mcptaskmodel.h"
#include "testmain.h"
#include "widgets/diffview.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>

using namespace qd;
using namespace qd::test;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

/// For eyes: with QD_PICTURES set, what it looks like goes to that folder.
void keepPicture(QWidget &widget, const char *name)
{
    const QString folder = qEnvironmentVariable("QD_PICTURES");
    if (!folder.isEmpty())
        widget.grab().save(folder + u'/' + QLatin1StringView(name) + u'-' + qEnvironmentVariable("QD_PICTURE_THEME", say("light")) + say(".png"));
}

} // namespace

/// What servers ask of a person, and their tasks, on the page and in the models.
class TestMcpRequests : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, qEnvironmentVariable("QD_PICTURE_THEME") == say("dark") ? ThemeId::Dark : ThemeId::Light); }
    void init();
    void cleanup();

    void serversAskByForm();
    void serversAskForAVisit();
    void serversAskForAModelsAnswer();
    void tasksAreFollowed();
    void listingsAreCompared();
    void serversAreAddedByHand();
    void signInIsTypedAndEdited();
    void signInIsAskedInFull();
    void foldersAreChosen();
    void modelsProposeAnswers();
    void modelIsSetUp();
    void exportsAreShownBeforeTheyAreSaved();
    void doctorNamesTheFailingStep();
    void whatIsOverGoesFirst();

private:
    template<typename T>
    [[nodiscard]] T *find(const char *name) const { return m_page->findChild<T *>(QLatin1StringView(name)); }
    template<typename T>
    [[nodiscard]] T *findTask(const char *name) const { return m_taskPage->findChild<T *>(QLatin1StringView(name)); }

    Theme m_theme;
    const McpServerId m_server{say("a")};
    std::unique_ptr<McpRequestStore> m_requestStore;
    std::unique_ptr<McpRequestModel> m_requests;
    std::unique_ptr<McpTaskModel> m_tasks;
    std::unique_ptr<RequestPage> m_page;
    std::unique_ptr<TaskPage> m_taskPage;
};

void TestMcpRequests::init()
{
    failOnWarnings();
    m_requestStore = std::make_unique<McpRequestStore>();
    m_requests = std::make_unique<McpRequestModel>(*m_requestStore);
    m_tasks = std::make_unique<McpTaskModel>();
    m_page = std::make_unique<RequestPage>(*m_requests, m_theme);
    m_taskPage = std::make_unique<TaskPage>(*m_tasks, m_theme);
    for (QWidget *page : {static_cast<QWidget *>(m_taskPage.get()), static_cast<QWidget *>(m_page.get())}) {
        page->resize(1100, 700);
        page->show();
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page));
    }
}

void TestMcpRequests::cleanup()
{
    m_page.reset();
    m_taskPage.reset();
    m_tasks.reset();
    m_requests.reset();
    m_requestStore.reset();
    checkNoErrorsLogged();
}

/// A form that a server wants: its fields, its problems, and the three answers.
void TestMcpRequests::serversAskByForm()
{
    QVERIFY(find<QLabel>("mcpRequestHintTitle")->isVisible());
    McpPendingRequest asked{.server = m_server, .kind = McpPendingRequest::Kind::Form};
    asked.elicitation = {.server = m_server, .message = say("Who <b>are</b> you?"), .schema = say(R"({"type":"object","properties":{"name":{"type":"string","minLength":2},"ok":{"type":"boolean","default":true}},"required":["name"]})")};
    const quint64 id = m_requestStore->append(asked);
        RequestPage &page = *m_page;
    const ToolForm form = formOfSchema(asked.elicitation.schema.toUtf8());
    connect(&page, &RequestPage::requestChosen, this, [&](quint64 chosen) { page.setRequest(m_requestStore->request(chosen), form); });
    page.choose(id);
    QCOMPARE(find<QLabel>("mcpElicitMessage")->text(), say("Who <b>are</b> you?"));
    QVERIFY(find<QLabel>("mcpElicitTitle")->text().startsWith(say("a asks for a form")));
    QSignalSpy accept(&page, &RequestPage::acceptRequested);
    QSignalSpy decline(&page, &RequestPage::declineRequested);
    find<QPushButton>("mcpElicitAccept")->click();
    QCOMPARE(accept.first().first().toULongLong(), id);
    page.setProblems(problemsOf(form, page.values()));
    QVERIFY(find<QLabel>("mcpElicitProblem")->isVisible());
    auto *name = page.findChild<QPlainTextEdit *>(say("mcpField/name"));
    name->setFocus();
    QTest::keyClicks(name, say("Ann"));
    QCOMPARE(*argumentsOf(form, page.values()), say(R"({"name":"Ann","ok":true})"));
    find<QPushButton>("mcpElicitDecline")->click();
    QCOMPARE(decline.size(), 1);
    m_requestStore->settle(id, McpPendingRequest::Status::Declined);
    page.setRequest(m_requestStore->request(id), form);
    QVERIFY(!find<QPushButton>("mcpElicitAccept")->isEnabled());
    QCOMPARE(unnamedWidgets(page).join(u'\n'), QString());
}

/// The whole address, where it goes, and what is wrong with it; what is no web page cannot be opened.
void TestMcpRequests::serversAskForAVisit()
{
    RequestPage &page = *m_page;
    McpPendingRequest asked{.server = m_server, .kind = McpPendingRequest::Kind::Url};
    const QString address = say("https:/") + say("/xn--pple-43d.example/sign?in=1");
    asked.elicitation = {.server = m_server, .mode = McpElicitation::Mode::Url, .message = say("Sign in"), .url = address};
    page.choose(m_requestStore->append(asked));
    page.setRequest(&m_requestStore->requests().last(), {});
    QVERIFY(find<QPlainTextEdit>("mcpVisitAddress")->toPlainText() == address);
    QVERIFY(find<QLabel>("mcpVisitHost")->text().contains(say("xn--pple-43d.example")));
    QVERIFY(find<QLabel>("mcpVisitWarnings")->text().contains(say("punycode")));
    QSignalSpy visit(&page, &RequestPage::visitRequested);
    find<QPushButton>("mcpVisitAccept")->click();
    QCOMPARE(visit.size(), 1);
    QVERIFY(!find<QPushButton>("mcpVisitAgain")->isVisible()); // nothing waits for it
    asked.elicitation.isRequired = true;
    page.choose(m_requestStore->append(asked));
    page.setRequest(&m_requestStore->requests().last(), {});
    QSignalSpy visited(&page, &RequestPage::visitedRequested);
    QVERIFY(find<QPushButton>("mcpVisitAgain")->isVisible());
    find<QPushButton>("mcpVisitAgain")->click();
    QCOMPARE(visited.size(), 1);
    QCOMPARE(unnamedWidgets(page).join(u'\n'), QString());
    keepPicture(page, "mcp-visit");
    asked.elicitation.isRequired = false;
    asked.elicitation.url = say("file:///etc/passwd");
    page.choose(m_requestStore->append(asked));
    page.setRequest(&m_requestStore->requests().last(), {});
    QVERIFY(!find<QPushButton>("mcpVisitAccept")->isEnabled());
}

void TestMcpRequests::serversAskForAModelsAnswer()
{
    RequestPage &page = *m_page;
    McpPendingRequest asked{.server = m_server, .kind = McpPendingRequest::Kind::Sampling};
    asked.sampling = {.server = m_server, .messages = {McpContent{.text = say("Say hello"), .role = say("user")}}, .systemPrompt = say("Be brief"), .maxTokens = 100, .temperature = 0.7};
    page.choose(m_requestStore->append(asked));
    page.setRequest(&m_requestStore->requests().last(), {});
    QCOMPARE(find<QPlainTextEdit>("mcpSampleMessages")->toPlainText(), say("system: Be brief\n\nuser: Say hello"));
    auto *answer = find<QPlainTextEdit>("mcpSampleAnswer");
    answer->setFocus();
    QTest::keyClicks(answer, say("hello"));
    QSignalSpy answered(&page, &RequestPage::samplingAnswered);
    find<QPushButton>("mcpSampleAccept")->click();
    QCOMPARE(answered.size(), 1);
    QCOMPARE(answered.first().at(2).toString(), say("hello"));
    QCOMPARE(unnamedWidgets(page).join(u'\n'), QString());
}

void TestMcpRequests::tasksAreFollowed()
{
    QVERIFY(findTask<QLabel>("mcpTaskHintTitle")->isVisible());
    m_tasks->setRows({McpTask{.id = say("t-1"), .status = McpTask::Status::Working, .message = say("half")}, McpTask{.id = say("t-2"), .status = McpTask::Status::Completed}});
    auto *table = findTask<QTableView>("mcpTasks");
    QSignalSpy cancel(m_taskPage.get(), &TaskPage::cancelRequested);
    QSignalSpy result(m_taskPage.get(), &TaskPage::resultRequested);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE((*m_taskPage).current(), say("t-1"));
    QVERIFY(!findTask<QPushButton>("mcpTaskResult")->isEnabled());
    findTask<QPushButton>("mcpTaskCancel")->click();
    QCOMPARE(cancel.first().first().toString(), say("t-1"));
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(!findTask<QPushButton>("mcpTaskCancel")->isEnabled());
    findTask<QPushButton>("mcpTaskResult")->click();
    QCOMPARE(result.first().first().toString(), say("t-2"));
}

/// What differs, one row each, with both definitions below.
void TestMcpRequests::listingsAreCompared()
{
    McpCompareModel model;
    const QAbstractItemModelTester tester(&model);
    ComparePage page(model, m_theme);
    page.resize(1100, 700);
    page.show();
    QSignalSpy chosen(&page, &ComparePage::sourceChosen);
    page.setSources({{say("approved"), say("what was approved")}, {say("server:b"), say("b")}});
    auto *sources = page.findChild<QComboBox *>(say("mcpCompareSource"));
    sources->setFocus();
    QTest::keyClick(sources, Qt::Key_Down);
    QTest::keyClick(sources, Qt::Key_Down);
    QCOMPARE(chosen.last().first().toString(), say("server:b"));
    McpComparison comparison{.before = say("b"), .after = say("a"), .same = 7};
    ItemDrift drift{.name = say("echo"), .state = DriftState::Changed, .severity = DriftSeverity::High};
    drift.fields = {FieldChange{.path = say("/description"), .severity = DriftSeverity::High, .reason = say("another description")}, FieldChange{}};
    comparison.items = {{drift, say("{1:2}"), say("{1:3}")}, {{.kind = McpDefinition::Kind::Prompt, .name = say("<b>new</b>"), .state = DriftState::New}, {}, say("{}")}};
    model.setRows(comparison.items);
    page.setComparison(comparison);
    QCOMPARE(page.findChild<QLabel *>(say("mcpCompareSummary"))->text(), say("2 differ, 7 alike"));
    QVERIFY(page.findChild<QLabel *>(say("mcpCompareBefore"))->text().startsWith(say("Before: ")));
    QVERIFY(page.findChild<QLabel *>(say("mcpCompareAfter"))->text().startsWith(say("After: ")));
    QVERIFY(model.index(0, static_cast<int>(McpCompareModel::Column::Why)).data().toString().contains(say("1 more")));
    QVERIFY(!page.findChild<DiffView *>()->isEmpty());
    QCOMPARE(unnamedWidgets(page).join(u'\n'), QString());
    model.setRows({});
    page.setComparison({.before = say("b"), .after = say("a"), .same = 7});
    QVERIFY(page.findChild<QLabel *>(say("mcpCompareHintTitle"))->isVisible());
}

void TestMcpRequests::serversAreAddedByHand()
{
    AddServerDialog dialog;
    dialog.show();
    QSignalSpy added(&dialog, &AddServerDialog::added);
    auto *add = dialog.findChild<QPushButton *>(say("mcpNewAdd"));
    add->click();
    QVERIFY(dialog.findChild<QLabel *>(say("mcpNewProblem"))->text().contains(say("name")));
    dialog.setTakenNames({say("loca")});
    QTest::keyClicks(dialog.findChild<QLineEdit *>(say("mcpNewName")), say("loca"));
    add->click();
    QVERIFY(dialog.findChild<QLabel *>(say("mcpNewProblem"))->text().contains(say("in the list already")));
    QTest::keyClicks(dialog.findChild<QLineEdit *>(say("mcpNewName")), say("l"));
    add->click();
    QVERIFY(added.isEmpty()); // a program is missing
    QTest::keyClicks(dialog.findChild<QLineEdit *>(say("mcpNewCommand")), say("node"));
    dialog.findChild<QPlainTextEdit *>(say("mcpNewArguments"))->setPlainText(say("a b\nc"));
    dialog.findChild<QPlainTextEdit *>(say("mcpNewVariables"))->setPlainText(say("K=v=w\nnothing"));
    QCOMPARE(unnamedWidgets(dialog).join(u'\n'), QString());
    add->click();
    QCOMPARE(added.size(), 1);
    const auto server = added.first().first().value<NewServer>();
    QCOMPARE(server.arguments, QStringList({say("a b"), say("c")}));
    QCOMPARE(server.pairs, (QList<std::pair<QString, QString>>{{say("K"), say("v=w")}}));
}

/// The secret is never shown, and an untouched one stays where it is.
void TestMcpRequests::signInIsTypedAndEdited()
{
    AddServerDialog dialog;
    NewServer known{.way = NewServer::Way::Http, .name = say("notes"), .url = say("https:") + say("//notes.example/mcp"), .pairs = {{say("X-Team"), say("blue")}}};
    known.signIn = {.clientId = say("known-client"), .clientIssuer = {}, .clientSecret = {}, .documentUrl = {}, .scopes = say("a b"), .isSecretKept = true};
    known.tls = {.caFile = say("/c/ca.pem"), .isInsecure = true};
    dialog.setServer(known);
    dialog.show();
    auto *secret = dialog.findChild<QLineEdit *>(say("mcpNewClientSecret"));
    QVERIFY(secret->isVisible());
    QCOMPARE(secret->echoMode(), QLineEdit::Password);
    QVERIFY(secret->placeholderText().contains(say("keyring")));
    QVERIFY(dialog.findChild<QLineEdit *>(say("mcpNewName"))->isReadOnly());
    QSignalSpy added(&dialog, &AddServerDialog::added);
    auto *save = dialog.findChild<QPushButton *>(say("mcpNewAdd"));
    QCOMPARE(save->text(), say("Save"));
    dialog.findChild<QLineEdit *>(say("mcpNewDocument"))->setText(say("http:") + say("//plain.example/c.json"));
    save->click();
    QVERIFY(added.isEmpty());
    QVERIFY(dialog.findChild<QLabel *>(say("mcpNewProblem"))->text().contains(say("https")));
    dialog.findChild<QLineEdit *>(say("mcpNewDocument"))->clear();
    dialog.findChild<QLineEdit *>(say("mcpNewScopes"))->setText(say(" a  b c "));
    QCOMPARE(dialog.findChild<QLineEdit *>(say("mcpNewCa"))->text(), say("/c/ca.pem"));
    QVERIFY(dialog.findChild<QCheckBox *>(say("mcpNewInsecure"))->isChecked());
    dialog.findChild<QLineEdit *>(say("mcpNewKey"))->setText(say("/c/key.pem"));
    save->click();
    QVERIFY(added.isEmpty() && dialog.findChild<QLabel *>(say("mcpNewProblem"))->text().contains(say("key file")));
    dialog.findChild<QPushButton *>(say("mcpNewCaChoose"))->click();
    auto *files = dialog.findChild<QFileDialog *>();
    QVERIFY(files);
    emit files->fileSelected(say("/c/other.pem"));
    QCOMPARE(dialog.findChild<QLineEdit *>(say("mcpNewCa"))->text(), say("/c/other.pem"));
    dialog.findChild<QLineEdit *>(say("mcpNewCa"))->setText(say("/c/ca.pem"));
    files->close();
    dialog.findChild<QLineEdit *>(say("mcpNewCertificate"))->setText(say("me.pem"));
    save->click();
    QVERIFY(added.isEmpty() && dialog.findChild<QLabel *>(say("mcpNewProblem"))->text().contains(say("whole path")));
    dialog.findChild<QLineEdit *>(say("mcpNewCertificate"))->setText(say(" /c/me.pem "));
    dialog.findChild<QCheckBox *>(say("mcpNewInsecure"))->click();
    QCOMPARE(unnamedWidgets(dialog).join(u'\n'), QString());
    keepPicture(dialog, "mcp-edit");
    save->click();
    QCOMPARE(added.size(), 1);
    const auto server = added.first().first().value<NewServer>();
    QCOMPARE(server.way, NewServer::Way::Http);
    QCOMPARE(server.pairs, known.pairs);
    QCOMPARE(server.signIn.clientId, say("known-client"));
    QCOMPARE(server.signIn.scopes, say("a b c"));
    QVERIFY(server.signIn.isSecretKept && server.signIn.clientSecret.isEmpty());
    QCOMPARE(server.tls, (TlsSettings{.caFile = say("/c/ca.pem"), .certificateFile = say("/c/me.pem"), .keyFile = say("/c/key.pem")}));
}

/// Nothing of an address of usual length is out of sight.
void TestMcpRequests::signInIsAskedInFull()
{
    QWidget window;
    window.resize(1100, 760);
    ConfirmSheet sheet(m_theme, &window);
    window.show();
    const QString root = say("https:") + say("//login.example/");
    WriteAction action{.verb = say("mcp.sign-in"), .target = say("login.example"), .title = say("Open your browser to sign in to notes?")};
    action.after = say("Server: ") + root + say("mcp\nAuthorization server: ") + root + say("tenant\nKnown there as: 6f1b7c62-client\nAsked for: mcp:read mcp:write\nPage: ") + root
                   + say("tenant/authorize\n    ?response_type=code\n    &client_id=6f1b7c62-client\n    &redirect_uri=http%3A%2F%2F127.0.0.1%3A41233%2Fcallback\n    &scope=mcp%3Aread%20mcp%3Awrite"
                         "\n    &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\n    &code_challenge_method=S256\n    &state=5GqjhQ0fCqNWnP3GQmYSHxJ0uTzWc1bV");
    sheet.showQuestion({.action = action, .level = ConfirmLevel::Diff, .environment = say("sign-in")});
    auto *text = sheet.findChild<DiffView *>();
    QVERIFY(text->isVisible());
    QCOMPARE(text->horizontalScrollBar()->maximum(), 0);
    QVERIFY(!text->horizontalScrollBar()->isVisible() && !text->verticalScrollBar()->isVisible()); // also when it was small before
    keepPicture(window, "mcp-sign-in");
}

void TestMcpRequests::foldersAreChosen()
{
    RootsDialog dialog(say("local"), {say("/srv/a"), say("/srv/b")});
    dialog.show();
    auto *list = dialog.findChild<QListWidget *>(say("mcpRoots"));
    auto *remove = dialog.findChild<QPushButton *>(say("mcpRootsRemove"));
    QVERIFY(!remove->isEnabled());
    dialog.addFolder(say("/srv/b"));
    dialog.addFolder(say("/srv/\xe2\x80\xae" "c"));
    QCOMPARE(dialog.folders().size(), 3);
    QVERIFY(!list->item(2)->text().contains(QChar(0x202e)));
    list->setCurrentRow(0);
    QVERIFY(remove->isEnabled());
    remove->click();
    QCOMPARE(unnamedWidgets(dialog).join(u'\n'), QString());
    keepPicture(dialog, "mcp-folders");
    QSignalSpy saved(&dialog, &RootsDialog::saved);
    dialog.findChild<QPushButton *>(say("mcpRootsSave"))->click();
    QCOMPARE(saved.first().first().toStringList(), (QStringList{say("/srv/b"), say("/srv/\xe2\x80\xae" "c")}));
}

/// What it says waits for a person: it stands in the answer, and goes out by the button alone.
void TestMcpRequests::modelsProposeAnswers()
{
    McpPendingRequest asked{.server = m_server, .kind = McpPendingRequest::Kind::Sampling};
    asked.sampling = {.server = m_server, .messages = {McpContent{.text = say("Say hello"), .role = say("user")}}, .maxTokens = 10};
    m_page->choose(m_requestStore->append(asked));
    m_page->setRequest(&m_requestStore->requests().last(), {});
    auto *button = find<QPushButton>("mcpSamplePropose");
    QVERIFY(!button->isVisible());
    m_page->setModelName(say("small at models.example"));
    QVERIFY(button->isVisible() && button->text().contains(say("models.example")));
    QTRY_VERIFY(button->width() >= button->sizeHint().width()); // the whole name of who would read it
    QSignalSpy wanted(m_page.get(), &RequestPage::proposalRequested);
    QSignalSpy answered(m_page.get(), &RequestPage::samplingAnswered);
    button->click();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!button->isEnabled());
    m_page->setProposal(m_page->current() + 1, {.text = say("of another question")});
    QVERIFY(find<QPlainTextEdit>("mcpSampleAnswer")->toPlainText().isEmpty());
    m_page->setProposal(m_page->current(), {.text = say("hello"), .content = {}, .model = say("small-1")});
    QCOMPARE(find<QPlainTextEdit>("mcpSampleAnswer")->toPlainText(), say("hello"));
    QVERIFY(answered.isEmpty() && button->isEnabled());
    QCOMPARE(unnamedWidgets(*m_page).join(u'\n'), QString());
    keepPicture(*m_page, "mcp-sampling");
    find<QPushButton>("mcpSampleAccept")->click();
    QCOMPARE(answered.first().at(1).toString(), say("small-1"));
}

void TestMcpRequests::modelIsSetUp()
{
    ModelDialog dialog({.url = say("https:") + say("//models.example/v1/chat/completions"), .model = say("small"), .key = {}, .isKeyKept = true});
    dialog.show();
    auto *key = dialog.findChild<QLineEdit *>(say("mcpModelKey"));
    QCOMPARE(key->echoMode(), QLineEdit::Password);
    QVERIFY(key->placeholderText().contains(say("keyring")));
    QSignalSpy saving(&dialog, &ModelDialog::saveRequested);
    dialog.setProblem(say("The address is missing."));
    QCOMPARE(unnamedWidgets(dialog).join(u'\n'), QString());
    keepPicture(dialog, "mcp-model");
    dialog.findChild<QPushButton *>(say("mcpModelSave"))->click();
    QCOMPARE(saving.size(), 1);
    QVERIFY(dialog.isVisible());
    QCOMPARE(saving.first().first().value<TypedModel>().isKeyKept, true);
}

void TestMcpRequests::exportsAreShownBeforeTheyAreSaved()
{
    ExportDialog dialog({say("One"), say("Two")}, m_theme, nullptr);
    dialog.setText(say("{}"), {say("A note")});
    dialog.show();
    QSignalSpy chosen(&dialog, &ExportDialog::clientChosen);
    auto *clients = dialog.findChild<QComboBox *>(say("mcpExportClient"));
    clients->setFocus();
    QTest::keyClick(clients, Qt::Key_Down);
    QCOMPARE(chosen.first().first().toInt(), 1);
    QVERIFY(dialog.findChild<QLabel *>(say("mcpExportNotes"))->isVisible());
    dialog.findChild<QPushButton *>(say("mcpExportCopy"))->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), say("{}"));
    QCOMPARE(unnamedWidgets(dialog).join(u'\n'), QString());
}

/// The failing step and its remedy stand on top; a long answer of a server is plain text.
void TestMcpRequests::doctorNamesTheFailingStep()
{
    DoctorPage page(m_theme);
    page.resize(1000, 700);
    page.show();
    QSignalSpy examine(&page, &DoctorPage::examineRequested);
    QSignalSpy cancel(&page, &DoctorPage::cancelRequested);
    page.findChild<QPushButton *>(say("mcpDoctorHintAction"))->click();
    QCOMPARE(examine.size(), 1);
    QList<doctor::Finding> findings = doctor::stepsOf({.id = m_server, .url = QUrl(say("https:") + say("//h.example/mcp"))});
    QVERIFY(findings.size() > 5);
    findings.first().state = doctor::State::Ok;
    findings[1].state = doctor::State::Running;
    page.setFindings(say("a"), findings, true);
    page.findChild<QPushButton *>(say("mcpDoctorCancel"))->click();
    QCOMPARE(cancel.size(), 1);
    findings[1].state = doctor::State::Failed;
    findings[1].found = say("<b>refused</b>");
    findings[1].fix = say("Start the server.");
    page.setFindings(say("a"), findings, false);
    auto *verdict = page.findChild<QLabel *>(say("mcpDoctorVerdict"));
    QVERIFY(verdict->text().contains(doctor::stepTitle(findings.at(1).step)));
    QCOMPARE(page.findChild<QLabel *>(say("mcpDoctorFix"))->text(), say("Start the server."));
    page.findChild<QPushButton *>(say("mcpDoctorCopy"))->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(say("<b>refused</b>")));
    for (doctor::Finding &finding : findings)
        finding = {.step = finding.step, .state = doctor::State::Ok};
    page.setFindings(say("a"), findings, false);
    QVERIFY(verdict->text().contains(say("answers")));
    QCOMPARE(unnamedWidgets(page).join(u'\n'), QString());
}

/// The queue is bounded; what waits is never dropped.
void TestMcpRequests::whatIsOverGoesFirst()
{
    const QAbstractItemModelTester tester(m_requests.get());
    QRandomGenerator random(5);
    const quint64 first = m_requestStore->append({.server = m_server});
    for (int i = 0; i < 2 * McpRequestStore::maxKept; ++i) {
        const quint64 id = m_requestStore->append({.server = m_server, .kind = McpPendingRequest::Kind::Roots});
        if (random.bounded(10) > 0)
            m_requestStore->settle(id, McpPendingRequest::Status::Answered);
        QCOMPARE(m_requests->rowCount(), static_cast<int>(m_requestStore->requests().size()));
    }
    QCOMPARE(m_requestStore->requests().size(), McpRequestStore::maxKept);
    QVERIFY(m_requestStore->request(first));
    QCOMPARE(m_requests->index(0, static_cast<int>(McpRequestModel::Column::State)).data().toString(), say("waits"));
    m_requestStore->settle(first, McpPendingRequest::Status::Withdrawn);
    m_requestStore->settle(first, McpPendingRequest::Status::Answered); // only the first word counts
    QCOMPARE(m_requestStore->request(first)->status, McpPendingRequest::Status::Withdrawn);
}

QD_TEST_MAIN(QApplication, TestMcpRequests)
#include "tst_mcprequests.moc"
